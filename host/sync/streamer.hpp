#pragma once
// The right to hand a unit to the lanes before it is complete. There is one, so nothing waits in a circle.

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace oar::sync {

// Why one is enough and none is too few: complete units in lanes always drain. An incomplete one holds the writers of
// its routes until its scan has read on; two of them could each hold a writer that the other waits for.
class Streamer {
 public:
  class Turn {
   public:
    Turn() = default;
    Turn(Turn&& other) noexcept : of_{std::exchange(other.of_, nullptr)} {}
    Turn& operator=(Turn&& other) noexcept {
      give_back();
      of_ = std::exchange(other.of_, nullptr);
      return *this;
    }
    ~Turn() { give_back(); }
    explicit operator bool() const { return of_ != nullptr; }

   private:
    friend class Streamer;
    explicit Turn(Streamer& of) : of_{&of} {}
    void give_back() {
      if (of_) std::exchange(of_, nullptr)->free();
    }
    Streamer* of_ = nullptr;
  };

  // Waits for it. An empty turn when stopped first.
  Turn take(std::stop_token const& stop) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait(lock, stop, [this] { return !taken_; })) return {};
    taken_ = true;
    return Turn{*this};
  }

 private:
  void free() {
    {
      std::lock_guard const lock{mutex_};
      taken_ = false;
    }
    changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool taken_ = false;  // guarded by mutex_
};

}  // namespace oar::sync
