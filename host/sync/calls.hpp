#pragma once
// Since when a destination has been at its calls, so that one that hangs is noticed.

#include <chrono>
#include <mutex>
#include <optional>
#include <set>

namespace oar::sync {

class Calls {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A call is under way as long as one lives. [any thread]
  class Busy {
   public:
    explicit Busy(Calls& calls) : calls_{calls}, began_{calls.add()} {}
    Busy(Busy const&) = delete;
    ~Busy() { calls_.remove(began_); }

   private:
    Calls& calls_;
    std::multiset<Time>::iterator const began_;
  };

  // When the one began that has been under way for longest.
  std::optional<Time> oldest() const {
    std::lock_guard const lock{mutex_};
    return since_.empty() ? std::nullopt : std::optional{*since_.begin()};
  }

 private:
  std::multiset<Time>::iterator add() {
    std::lock_guard const lock{mutex_};
    return since_.insert(std::chrono::steady_clock::now());
  }
  void remove(std::multiset<Time>::iterator began) {
    std::lock_guard const lock{mutex_};
    since_.erase(began);
  }

  mutable std::mutex mutex_;
  std::multiset<Time> since_;  // guarded by mutex_
};

}  // namespace oar::sync
