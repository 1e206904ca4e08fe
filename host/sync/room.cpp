// Memory for a scan's next batch: waits, or streams, but never for another scan's incomplete unit.

#include <chrono>
#include <thread>

#include "host/sync/reading.hpp"

namespace oar::sync {

Result<Budget::Hold> Reading::make_room(std::uint64_t bytes) {
  for (;;) {
    if (turn_) return room_while_streaming(bytes);
    std::uint64_t const settled = split_.settled();
    if (std::optional<Budget::Hold> hold = memory_.in_flight.try_reserve(bytes)) return std::move(*hold);
    if (stop_.stop_requested() || split_.deserted()) return stopped();
    if (!split_.idle()) {
      split_.wait_settled(settled, stop_);
      continue;
    }
    OAR_TRY(start_streaming());
  }
}

// From here on the lanes take the unit's batches while it grows, and write into transactions that they do not commit
// before its checkpoint. Complete units that are in front of it in a lane drain by themselves.
Result<void> Reading::start_streaming() {
  turn_ = context_.streamer.take(stop_);
  if (!turn_) return stopped();
  unit().stream();
  send();
  return {};
}

Result<Budget::Hold> Reading::room_while_streaming(std::uint64_t bytes) {
  for (;;) {
    std::uint64_t const taken = unit_->taken();
    bool const drained = unit_->drained();
    if (std::optional<Error> const failure = unit_->failure()) return *failure;
    if (stop_.stop_requested() || unit_->abandoned()) return stopped();
    if (std::optional<Budget::Hold> hold = memory_.in_flight.try_reserve(bytes)) return std::move(*hold);
    if (!drained) {
      unit_->wait_taken(taken, stop_);
      continue;
    }
    // A destination that keeps batches until its commit would never let go of them: wait a little, then let it have
    // more.
    for (int i = 0; i < 100; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
      if (std::optional<Budget::Hold> hold = memory_.in_flight.try_reserve(bytes)) return std::move(*hold);
    }
    return Budget::Hold{};
  }
}

}  // namespace oar::sync
