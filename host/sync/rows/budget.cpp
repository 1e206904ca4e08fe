#include "host/sync/rows/budget.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace oar::sync {

struct Budget::Total {
  explicit Total(std::uint64_t bytes) : size{bytes} {}
  std::uint64_t const size;
  std::atomic<std::uint64_t> used{0};
  std::atomic<std::uint64_t> peak{0};

  void add(std::uint64_t bytes) {
    auto const now = used.fetch_add(bytes) + bytes;
    auto seen = peak.load();
    while (seen < now && !peak.compare_exchange_weak(seen, now)) {
    }
  }
};

struct Budget::Hold::ShareState {
  ShareState(std::shared_ptr<Total> whole, std::uint64_t bytes) : size{bytes}, total{std::move(whole)} {}
  std::uint64_t const size;
  std::shared_ptr<Total> const total;
  std::mutex mutex;
  std::condition_variable_any freed;
  std::uint64_t used = 0;     // guarded by mutex
  std::uint64_t holders = 0;  // guarded by mutex

  bool fits(std::uint64_t bytes) const { return holders == 0 || (used <= size && bytes <= size - used); }
  void take(std::uint64_t bytes) {
    used += bytes;
    ++holders;
    total->add(bytes);
  }
  void give_back(std::uint64_t bytes) {
    {
      std::lock_guard const lock{mutex};
      used -= bytes;
      --holders;
      total->used.fetch_sub(bytes);
    }
    freed.notify_all();
  }
};

Budget::Hold::Hold(std::shared_ptr<ShareState> share, std::uint64_t bytes) : share_{std::move(share)}, bytes_{bytes} {}

Budget::Hold::Hold(Hold&& other) noexcept : share_{std::move(other.share_)}, bytes_{std::exchange(other.bytes_, 0)} {}

Budget::Hold& Budget::Hold::operator=(Hold&& other) noexcept {
  if (this == &other) return *this;
  release();
  share_ = std::move(other.share_);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

Budget::Hold::~Hold() { release(); }

void Budget::Hold::release() {
  if (!share_) return;
  share_->give_back(std::exchange(bytes_, 0));
  share_.reset();
}

Budget::Share::Share(std::shared_ptr<Hold::ShareState> state) : state_{std::move(state)} {}

Result<Budget::Hold> Budget::Share::reserve(std::uint64_t bytes, std::stop_token const& stop) const {
  std::unique_lock lock{state_->mutex};
  if (!state_->freed.wait(lock, stop, [&] { return state_->fits(bytes); }))
    return Error::of(Errc::cancelled, "stopped while waiting for ", bytes, " bytes of memory");
  state_->take(bytes);
  return Hold{state_, bytes};
}

std::optional<Budget::Hold> Budget::Share::try_reserve(std::uint64_t bytes) const {
  std::lock_guard const lock{state_->mutex};
  if (!state_->fits(bytes)) return std::nullopt;
  state_->take(bytes);
  return Hold{state_, bytes};
}

std::uint64_t Budget::Share::size() const { return state_->size; }

std::uint64_t Budget::Share::used() const {
  std::lock_guard const lock{state_->mutex};
  return state_->used;
}

Budget::Budget(std::uint64_t bytes) : total_{std::make_shared<Total>(bytes)} {}

Budget::Share Budget::share(std::uint64_t bytes) const {
  return Share{std::make_shared<Hold::ShareState>(total_, bytes)};
}

Budget::Scan Budget::scan(std::uint64_t bytes) const {
  return {share(bytes - bytes / 4), std::max<std::uint64_t>(bytes / 4, 1)};
}

std::uint64_t Budget::size() const { return total_->size; }
std::uint64_t Budget::used() const { return total_->used.load(); }
std::uint64_t Budget::peak() const { return total_->peak.load(); }

}  // namespace oar::sync
