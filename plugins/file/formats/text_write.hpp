#pragma once
// Growing text of many rows: one bounds check per value, no allocation once it has its size.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace oar::file {

class Text {
 public:
  // Where at least `count` characters more may be written; say with wrote_to() where they ended.
  char* room(std::size_t count) {
    if (capacity_ - size_ < count) [[unlikely]]
      grow(count);
    return data_.get() + size_;
  }
  void wrote_to(char const* end) { size_ = static_cast<std::size_t>(end - data_.get()); }

  void put(char c) {
    *room(1) = c;
    ++size_;
  }
  void put(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    size_ += text.size();
  }

  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_.get(), size_}; }
  void clear() { size_ = 0; }

 private:
  void grow(std::size_t count) {
    auto const wanted = std::max({size_ + count, capacity_ * 2, std::size_t{4096}});
    std::unique_ptr<char[]> larger{new char[wanted]};
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = wanted;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace oar::file
