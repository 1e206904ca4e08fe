#include "host/sync/split_run.hpp"

#include <algorithm>

#include "host/plugins/call.hpp"
#include "host/sync/kill_point.hpp"

namespace oar::sync {

void SplitRun::attach(oar_scan* scan) {
  std::lock_guard const lock{mutex_};
  scan_ = scan;
}

void SplitRun::detach() {
  std::lock_guard const lock{mutex_};
  scan_ = nullptr;
}

void SplitRun::sent() {
  std::lock_guard const lock{mutex_};
  ++in_flight_;
}

bool SplitRun::idle() const {
  std::lock_guard const lock{mutex_};
  return in_flight_ == 0;
}

std::uint64_t SplitRun::settled() const {
  std::lock_guard const lock{mutex_};
  return settled_;
}

void SplitRun::wait_settled(std::uint64_t than, std::stop_token const& stop) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, stop, [&] { return settled_ != than || in_flight_ == 0; });
}

void SplitRun::wait_idle() { wait_below(1); }

void SplitRun::wait_below(std::size_t units) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [&] { return in_flight_ < units; });
}

std::string SplitRun::durable_cursor() const {
  std::lock_guard const lock{mutex_};
  return durable_cursor_;
}

std::uint64_t SplitRun::checkpoints() const {
  std::lock_guard const lock{mutex_};
  return checkpoints_;
}

bool SplitRun::deserted() const {
  std::lock_guard const lock{mutex_};
  return std::all_of(lanes_.begin(), lanes_.end(), [](Lane const& lane) { return lane.dropped.has_value(); });
}

std::optional<Error> SplitRun::take_retry() {
  std::lock_guard const lock{mutex_};
  return std::exchange(retry_, std::nullopt);
}

void SplitRun::fail_tables(std::set<std::string> const& tables) {
  std::lock_guard const lock{mutex_};
  failed_tables_.insert(tables.begin(), tables.end());
}

void SplitRun::fail(Error const& why) {
  std::lock_guard const lock{mutex_};
  if (!error_) error_ = why;
}

void SplitRun::expire(Error const& why) {
  std::lock_guard const lock{mutex_};
  expired_ = why;
}

std::optional<Error> SplitRun::expired() const {
  std::lock_guard const lock{mutex_};
  return expired_;
}

void SplitRun::restart() {
  std::lock_guard const lock{mutex_};
  lanes_.assign(lanes_.size(), {});
  durable_cursor_.clear();
  error_.reset();
  expired_.reset();
  failed_tables_.clear();
  waiting_ = true;
}

bool SplitRun::dropped(std::size_t lane) const {
  std::lock_guard const lock{mutex_};
  return lanes_[lane].dropped.has_value();
}

void SplitRun::finished(Unit& unit, std::size_t lane, Result<void> const& outcome) {
  bool const last = unit.leave(lane, outcome);
  std::lock_guard const lock{mutex_};
  // At once: the lane's next unit must not become durable without this one. The lanes of a streamed unit have no next
  // one before all of them are through.
  if (!outcome && !unit.streamed() && !lanes_[lane].dropped) lanes_[lane].dropped = outcome.error();
  if (last) settle(unit);
}

void SplitRun::settle(Unit& unit) {
  Closing const* const closing = unit.closing();
  std::size_t live = 0;
  std::size_t again = 0;
  std::optional<Error> why;
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    if (lanes_[lane].dropped) continue;
    ++live;
    std::optional<Error> const failed = unit.outcome(lane);
    if (!failed || !failed->retryable()) continue;
    ++again;
    why = failed;
  }
  bool const all_again = unit.streamed() && live > 0 && again == live;
  if (all_again && closing) retry_ = why;
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    std::optional<Error> const failed = unit.outcome(lane);
    bool const rolled_back = unit.aborted() || all_again;
    bool const may_pass = failed && (failed->retryable() || failed->code() == Errc::cancelled);
    if (failed && !lanes_[lane].dropped && !(rolled_back && may_pass)) lanes_[lane].dropped = failed;
    if (!failed && closing && closing->end) lanes_[lane].end = true;
    acknowledge_ = acknowledge_ && !failed;  // of this unit: a later one may have failed already
  }
  if (closing && closing->save_cursor && !all_again) {
    durable_cursor_ = closing->cursor;
    ++checkpoints_;
    bool const tell = acknowledge_ && scan_ && OAR_CAN(oar_scan, scan_, committed);
    if (tell) (void)contract::guarded("committed", [&] { scan_->committed(scan_, plugins::bytes(closing->cursor)); });
    kill_point("source-told");
  }
  --in_flight_;
  ++settled_;
  changed_.notify_all();
}

bool SplitRun::durable_to_end(std::size_t lane) const {
  std::lock_guard const lock{mutex_};
  return lanes_[lane].end && !lanes_[lane].dropped;
}

std::set<std::string> SplitRun::failed_tables() const {
  std::lock_guard const lock{mutex_};
  return failed_tables_;
}

std::optional<Error> SplitRun::lane_error(std::size_t lane) const {
  std::lock_guard const lock{mutex_};
  return lanes_[lane].dropped;
}

std::optional<Error> SplitRun::error() const {
  std::lock_guard const lock{mutex_};
  return error_;
}

}  // namespace oar::sync
