#include "host/sync/lane.hpp"

namespace oar::sync {

Lane::Lane(Committer& committer) : committer_{committer}, thread_{[this] { work(); }} {}

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

std::shared_ptr<Unit> Lane::next() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return over_ || !units_.empty(); });
  if (units_.empty()) return nullptr;
  std::shared_ptr<Unit> unit = std::move(units_.front());
  units_.pop_front();
  return unit;
}

void Lane::work() {
  while (std::shared_ptr<Unit> const unit = next()) {
    SplitRun& split = unit->split();
    std::size_t const lane = committer_.lane();
    Result<void> outcome = Error::of(Errc::cancelled, "the route was given up before");
    if (!committer_.failed() && !split.dropped(lane)) outcome = committer_.make_durable(*unit);
    split.finished(*unit, lane, outcome);
  }
}

}  // namespace oar::sync
