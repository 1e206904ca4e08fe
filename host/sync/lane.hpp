#pragma once
// The threads of one route: units become durable in the order they came; where the destination can have several
// transactions, those that wait for their turn are written meanwhile.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "host/sync/committer.hpp"
#include "host/sync/unit.hpp"

namespace oar::sync {

// What is queued is bounded by the budget that its batches hold, and by the scans, which let few units go at a time.
class Lane {
 public:
  // The committer belongs to the lane's threads until this dies; then every unit has been through.
  explicit Lane(Committer& committer);
  Lane(Lane const&) = delete;
  ~Lane();

  void submit(std::shared_ptr<Unit> unit);  // [any thread] never waits

 private:
  struct Taken {
    std::shared_ptr<Unit> unit;
    std::uint64_t turn = 0;
    bool tried = false;  // writing it ahead: it went well, or failed
  };
  void work();
  std::optional<Taken> next();
  std::optional<Draft> write_ahead(Taken& taken);
  void wait_for_turn(Taken const& taken, std::optional<Draft>& draft);
  void wait_until_alone();
  void end_turn();
  std::optional<Draft> in_turn(std::optional<Draft>& draft);
  void drop(std::optional<Draft>& draft);

  // Constant after construction.
  Committer& committer_;

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::deque<std::shared_ptr<Unit>> units_;
  bool over_ = false;
  std::size_t at_once_;      // units that may be taken; fewer once the destination had no room for as many
  std::size_t taken_ = 0;    // units between next() and end_turn()
  std::size_t drafts_ = 0;   // units being written ahead, or written and waiting
  bool alone_ = false;       // whose turn it is wants no drafts beside it
  std::uint64_t turns_ = 0;  // given out
  std::uint64_t turn_ = 0;   // whose it is

  std::vector<std::jthread> threads_;  // last: end before the members they use
};

}  // namespace oar::sync
