#include "host/sync/state_sink.hpp"

#include <deque>
#include <memory>
#include <utility>

#include "host/contract/handed.hpp"
#include "host/contract/misbehaved.hpp"
#include "host/contract/objects.hpp"

namespace oar::sync {
namespace {

constexpr std::size_t most_cursors = 1'000'000;
constexpr std::uint64_t largest_envelope = 2 * contract::largest_cursor;

}  // namespace

StateSink& StateSink::make() {
  static std::mutex mutex;
  static auto* const all = new std::deque<std::unique_ptr<StateSink>>;
  std::lock_guard const lock{mutex};
  return *all->emplace_back(new StateSink);
}

StateSink::StateSink() {
  raw_.struct_size = sizeof raw_;
  raw_.self = this;
  raw_.put = &put;
}

void OAR_CALL StateSink::put(oar_state_sink* sink, oar_state const* state) {
  if (!sink) return;
  auto* const self = static_cast<StateSink*>(sink->self);
  std::lock_guard const lock{self->mutex_};
  if (!self->open_) {
    self->late_ = true;
    return;
  }
  if (self->broken_) return;
  Result<void> taken;
  auto const threw = contract::guarded("the host's put", [&] { taken = self->take(state); });
  if (threw) self->broken_ = Error::of(Errc::no_memory, "no memory for the cursors that load_state puts");
  if (!taken) self->broken_ = taken.error();
}

Result<void> StateSink::take(oar_state const* state) {
  using contract::misbehaved;
  if (!state) return misbehaved("load_state put NULL");
  if (!OAR_HAS(oar_state, state, cursor))
    return misbehaved("load_state put a state of struct_size ", state->struct_size, "; it must be ", sizeof *state,
                      " or more");
  if (cursors_.size() >= most_cursors) return misbehaved("load_state put more than ", most_cursors, " states");
  state::Cursor cursor;
  cursor.split_id = OAR_TRY(contract::split_id(state->split_id, "a split's id that load_state put"));
  cursor.epoch = state->epoch;
  cursor.envelope = OAR_TRY(contract::copied(state->cursor, largest_envelope, "a cursor that load_state put"));
  if (!splits_.insert(cursor.split_id).second)
    return misbehaved("load_state put two states of split '", cursor.split_id, "'");
  cursors_.push_back(std::move(cursor));
  return {};
}

Result<std::vector<state::Cursor>> StateSink::close() {
  std::lock_guard const lock{mutex_};
  open_ = false;
  splits_.clear();
  if (broken_) return *broken_;
  return std::exchange(cursors_, {});
}

bool StateSink::put_late() const {
  std::lock_guard const lock{mutex_};
  return late_;
}

}  // namespace oar::sync
