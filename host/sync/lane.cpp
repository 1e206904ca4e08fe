#include "host/sync/lane.hpp"

#include <utility>

namespace oar::sync {
namespace {

constexpr std::size_t most_at_once = 4;

}  // namespace

Lane::Lane(Committer& committer) : committer_{committer}, at_once_{committer.writes_ahead() ? most_at_once : 1} {
  for (std::size_t i = 0; i < at_once_; ++i) threads_.emplace_back([this] { work(); });
}

Lane::~Lane() {
  std::lock_guard const lock{mutex_};
  over_ = true;
  changed_.notify_all();
}

void Lane::submit(std::shared_ptr<Unit> unit) {
  std::lock_guard const lock{mutex_};
  units_.push_back(std::move(unit));
  changed_.notify_all();
}

std::optional<Lane::Taken> Lane::next() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return (over_ && units_.empty()) || (!units_.empty() && taken_ < at_once_); });
  if (units_.empty()) return std::nullopt;
  Taken taken{std::move(units_.front()), turns_++};
  units_.pop_front();
  ++taken_;
  return taken;
}

void Lane::work() {
  while (std::optional<Taken> taken = next()) {
    Unit& unit = *taken->unit;
    SplitRun& split = unit.split();
    std::size_t const lane = committer_.lane();
    std::optional<Draft> draft = write_ahead(*taken);
    wait_for_turn(*taken, draft);
    if (!taken->tried) draft = write_ahead(*taken);  // what it had to wait for may be there now
    Result<void> outcome = Error::of(Errc::cancelled, "the route was given up before");
    if (!committer_.failed() && !split.dropped(lane)) {
      outcome = committer_.make_durable(unit, in_turn(draft), [this] { wait_until_alone(); });
    }
    drop(draft);
    split.finished(unit, lane, outcome);
    end_turn();
  }
}

std::optional<Draft> Lane::write_ahead(Taken& taken) {
  {
    std::lock_guard const lock{mutex_};
    if (at_once_ == 1 || alone_) return std::nullopt;
    ++drafts_;
  }
  SplitRun& split = taken.unit->split();
  Result<std::optional<Draft>> draft = std::optional<Draft>{};
  if (!committer_.failed() && !split.dropped(committer_.lane())) draft = committer_.write_ahead(*taken.unit);
  taken.tried = !draft || *draft;
  if (draft && *draft) return *std::move(draft);
  std::lock_guard const lock{mutex_};
  --drafts_;
  if (!draft && draft.error().code() == Errc::rate_limited && at_once_ > 1) --at_once_;
  changed_.notify_all();
  return std::nullopt;
}

// Meanwhile the draft may have to go.
void Lane::wait_for_turn(Taken const& taken, std::optional<Draft>& draft) {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [&] { return turn_ == taken.turn || (draft && alone_); });
    if (turn_ == taken.turn) return;
    lock.unlock();
    drop(draft);
    lock.lock();
  }
}

// From now on it is not ahead of anything.
std::optional<Draft> Lane::in_turn(std::optional<Draft>& draft) {
  std::lock_guard const lock{mutex_};
  if (draft) --drafts_;
  return std::exchange(draft, std::nullopt);
}

void Lane::drop(std::optional<Draft>& draft) {
  if (!draft) return;
  draft.reset();
  std::lock_guard const lock{mutex_};
  --drafts_;
  changed_.notify_all();
}

void Lane::wait_until_alone() {
  std::unique_lock lock{mutex_};
  alone_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return drafts_ == 0; });
}

void Lane::end_turn() {
  std::lock_guard const lock{mutex_};
  alone_ = false;
  --taken_;
  ++turn_;
  changed_.notify_all();
}

}  // namespace oar::sync
