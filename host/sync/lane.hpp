#pragma once
// The thread of one route: takes units in the order they came and makes each durable before the next.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "host/sync/committer.hpp"
#include "host/sync/unit.hpp"

namespace oar::sync {

// What is queued is bounded by the budget that its batches hold, and by the scans, which let few units go at a time.
class Lane {
 public:
  // The committer belongs to the lane's thread until this dies; then every unit has been through.
  explicit Lane(Committer& committer);
  Lane(Lane const&) = delete;
  ~Lane();

  void submit(std::shared_ptr<Unit> unit);  // [any thread] never waits

 private:
  void work();
  std::shared_ptr<Unit> next();

  // Constant after construction.
  Committer& committer_;

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<std::shared_ptr<Unit>> units_;
  bool over_ = false;

  std::jthread thread_;  // last: ends before the members it uses
};

}  // namespace oar::sync
