#include "host/sync/unit.hpp"

#include <algorithm>
#include <limits>

namespace oar::sync {
namespace {

constexpr std::size_t left = std::numeric_limits<std::size_t>::max();

}  // namespace

void Unit::add(Item item) {
  std::lock_guard const lock{mutex_};
  items_.push_back(std::move(item));
  if (streamed_ == Streamed::yes) drop_seen();
  changed_.notify_all();
}

bool Unit::empty() const {
  std::lock_guard const lock{mutex_};
  return items_.empty() && dropped_ == 0;
}

void Unit::stream() {
  std::lock_guard const lock{mutex_};
  streamed_ = Streamed::yes;
}

bool Unit::streamed() const {
  std::lock_guard const lock{mutex_};
  return streamed_ == Streamed::yes;
}

bool Unit::close(Closing closing) {
  std::lock_guard const lock{mutex_};
  if (failure_) return false;
  closing_ = std::move(closing);
  changed_.notify_all();
  return true;
}

void Unit::abort() {
  std::lock_guard const lock{mutex_};
  aborted_ = true;
  items_.clear();
  changed_.notify_all();
}

std::uint64_t Unit::taken() const {
  std::lock_guard const lock{mutex_};
  return taken_;
}

void Unit::wait_taken(std::uint64_t than, std::stop_token const& stop) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, stop, [&] { return taken_ != than; });
}

bool Unit::drained() const {
  std::lock_guard const lock{mutex_};
  std::size_t const all = dropped_ + items_.size();
  return std::all_of(seen_.begin(), seen_.end(), [&](std::size_t seen) { return seen >= all; });
}

bool Unit::abandoned() const {
  std::lock_guard const lock{mutex_};
  return lanes_left_ == 0;
}

std::optional<Item> Unit::item(std::size_t index, std::stop_token const& stop) {
  std::unique_lock lock{mutex_};
  auto const there = [&] { return index < dropped_ + items_.size(); };
  bool const woken = changed_.wait(lock, stop, [&] { return aborted_ || closing_ || there(); });
  if (!woken || aborted_ || !there()) return std::nullopt;
  return items_[index - dropped_];
}

std::vector<Layout const*> Unit::layouts() const {
  std::lock_guard const lock{mutex_};
  std::vector<Layout const*> all;
  for (Item const& item : items_) {
    if (std::find(all.begin(), all.end(), item.layout) == all.end()) all.push_back(item.layout);
  }
  return all;
}

void Unit::seen(std::size_t lane, std::size_t index) {
  std::lock_guard const lock{mutex_};
  if (streamed_ == Streamed::no) return;  // it may have to be written again
  seen_[lane] = index + 1;
  ++taken_;
  drop_seen();
  changed_.notify_all();
}

bool Unit::leave(std::size_t lane, Result<void> const& outcome) {
  std::lock_guard const lock{mutex_};
  seen_[lane] = left;
  ++taken_;
  if (!outcome) {
    outcomes_[lane] = outcome.error();
    if (!closing_ && !aborted_ && outcome.error().retryable()) failure_ = outcome.error();
  }
  drop_seen();
  changed_.notify_all();
  return --lanes_left_ == 0;
}

std::optional<Error> Unit::outcome(std::size_t lane) const {
  std::lock_guard const lock{mutex_};
  return outcomes_[lane];
}

std::optional<Error> Unit::failure() const {
  std::lock_guard const lock{mutex_};
  return failure_;
}

bool Unit::aborted() const {
  std::lock_guard const lock{mutex_};
  return aborted_;
}

Closing const* Unit::closing() const {
  std::lock_guard const lock{mutex_};
  return closing_ && !aborted_ ? &*closing_ : nullptr;
}

void Unit::drop_seen() {
  std::size_t const everywhere = *std::min_element(seen_.begin(), seen_.end());
  while (!items_.empty() && dropped_ < everywhere) {
    items_.pop_front();
    ++dropped_;
  }
}

}  // namespace oar::sync
