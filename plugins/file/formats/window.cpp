#include "plugins/file/formats/window.hpp"

#include <algorithm>
#include <cstring>

namespace oar::file {
namespace {

// Of a size that stays in the cache between reading and splitting.
constexpr std::size_t first_capacity = std::size_t{256} << 10;

}  // namespace

Result<void> Window::make_room() {
  auto const kept = end_ - begin_;
  if (kept * 2 <= capacity_ && capacity_ > 0) {
    if (begin_ > 0) std::memmove(memory_.get(), memory_.get() + begin_, kept);
  } else {
    if (kept > longest_record)
      return Error::of(Errc::data, path_, ": the record at byte ", offset_, " is longer than ", longest_record >> 20,
                       " MiB; is a quote not closed?");
    capacity_ = std::max(first_capacity, capacity_ * 2);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity_ + window_padding);
    if (kept > 0) std::memcpy(larger.get(), memory_.get() + begin_, kept);
    memory_ = std::move(larger);
  }
  begin_ = 0;
  end_ = kept;
  return {};
}

Result<bool> Window::more() {
  if (at_end_) return false;
  OAR_TRY(make_room());
  auto const got = OAR_TRY(bytes_->read({memory_.get() + end_, capacity_ - end_}));
  end_ += got;
  std::memset(memory_.get() + end_, 0, window_padding);
  at_end_ = got == 0;
  return !at_end_;
}

Result<void> Window::skip_to(std::int64_t offset) {
  auto const held = static_cast<std::int64_t>(end_ - begin_);
  auto const wanted = offset - offset_;
  if (wanted <= held) {
    take(static_cast<std::size_t>(wanted));
    return {};
  }
  OAR_TRY(bytes_->skip(wanted - held));
  begin_ = end_ = 0;
  offset_ = offset;
  return {};
}

}  // namespace oar::file
