#include "plugins/file/formats/window.hpp"

#include <algorithm>
#include <cstring>

namespace oar::file {
namespace {

// Of a size that stays in the cache between reading and splitting.
constexpr std::size_t first_capacity = std::size_t{256} << 10;
// A record and its line end; with what tail() looks back at.
constexpr std::size_t longest_held = longest_record + 2;
constexpr std::size_t last_capacity = longest_held + 1024;

}  // namespace

// The bytes that stay go to the front, with what tail() looks back at.
Result<void> Window::make_room() {
  auto const behind = std::min(begin_, look_back);
  auto const* const from = memory_.get() + begin_ - behind;
  auto const kept = end_ - begin_ + behind;
  auto const full = capacity_ == last_capacity;
  if (full && end_ - begin_ == longest_held)
    return Error::of(Errc::data, path_, ": the record at byte ", offset_, " is longer than ", longest_record >> 20,
                     " MiB; is a quote not closed?");
  if (full || (kept * 2 <= capacity_ && capacity_ > 0)) {
    if (begin_ > behind) std::memmove(memory_.get(), from, kept);
  } else {
    capacity_ = std::min(last_capacity, std::max(first_capacity, capacity_ * 2));
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_ + window_padding);
    if (kept > 0) std::memcpy(larger.get(), from, kept);
    memory_ = std::move(larger);
  }
  begin_ = behind;
  end_ = kept;
  return {};
}

Result<bool> Window::more() {
  if (at_end_) return false;
  OAR_TRY(make_room());
  auto const room = std::min(capacity_ - end_, longest_held - (end_ - begin_));
  auto const got = OAR_TRY(bytes_->read({memory_.get() + end_, room}));
  auto const read_before = offset_ + static_cast<std::int64_t>(end_ - begin_);
  if (head_.size() < look_back && read_before == static_cast<std::int64_t>(head_.size()))
    head_.append(memory_.get() + end_, std::min(got, look_back - head_.size()));
  end_ += got;
  std::memset(memory_.get() + end_, 0, window_padding);
  at_end_ = got == 0;
  return !at_end_;
}

Result<void> Window::skip_to(std::int64_t offset) {
  auto const held = static_cast<std::int64_t>(end_ - begin_);
  auto const back = static_cast<std::int64_t>(look_back);
  if (offset - offset_ > held + back) {
    OAR_TRY(bytes_->skip(offset - back - offset_ - held));
    begin_ = end_ = 0;
    offset_ = offset - back;
  }
  while (offset - offset_ > static_cast<std::int64_t>(end_ - begin_))
    if (!OAR_TRY(more()))
      return Error::of(Errc::data, path_, ": ends before byte ", offset, ", where it was read up to");
  take(static_cast<std::size_t>(offset - offset_));
  return {};
}

}  // namespace oar::file
