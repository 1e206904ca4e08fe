#pragma once
// Growing memory of an Arrow buffer: 64-byte aligned, padded, appended to without a call per value.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace oar {

class Buffer {
 public:
  static constexpr std::size_t alignment = 64;

  Buffer() = default;
  Buffer(Buffer&& other) noexcept
      : data_{std::exchange(other.data_, nullptr)},
        size_{std::exchange(other.size_, 0)},
        capacity_{std::exchange(other.capacity_, 0)} {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Buffer() { ::operator delete (data_, std::align_val_t{alignment}); }

  std::byte* data() { return data_; }
  std::byte const* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }

  // What was appended so far, as values of T.
  template <class T>
  T* values() {
    return reinterpret_cast<T*>(data_);
  }

  template <class T>
  void append(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (size_ + sizeof value > capacity_) [[unlikely]]
      grow(size_ + sizeof value);
    std::memcpy(data_ + size_, &value, sizeof value);
    size_ += sizeof value;
  }

  void append(void const* bytes, std::size_t count) {
    if (count == 0) return;
    if (size_ + count > capacity_) [[unlikely]]
      grow(size_ + count);
    std::memcpy(data_ + size_, bytes, count);
    size_ += count;
  }

  // Room for `count` bytes more.
  void reserve(std::size_t count) {
    if (size_ + count > capacity_) grow(size_ + count);
  }
  // `count` bytes more, to be written by the caller.
  std::byte* extend(std::size_t count) {
    reserve(count);
    size_ += count;
    return data_ + size_ - count;
  }
  // Gives away what was appended, and expects as much again: room for it is taken by the first bytes that come.
  Buffer take() {
    // The most of the last two times, since a batch may be cut short, and a little more: were there room for just as
    // much, every other batch would be copied into twice the memory for its last rows.
    auto const most = std::max(size_, last_size_);
    expected_ = most + most / 16;
    last_size_ = size_;
    return std::move(*this);
  }
  // New bytes are zero.
  void resize(std::size_t size) {
    if (size > capacity_) grow(size);
    if (size > size_) std::memset(data_ + size_, 0, size - size_);
    size_ = size;
  }

 private:
  void grow(std::size_t wanted) {
    auto capacity = std::max({capacity_ * 2, wanted, expected_});
    capacity = (capacity + alignment - 1) / alignment * alignment;
    auto* data = static_cast<std::byte*>(::operator new (capacity, std::align_val_t{alignment}));
    if (size_ > 0) std::memcpy(data, data_, size_);
    ::operator delete (data_, std::align_val_t{alignment});
    data_ = data;
    capacity_ = capacity;
  }

  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t expected_ = 0;   // these two are not moved: they are about
  std::size_t last_size_ = 0;  // what comes next
};

// Arrow's bitmaps: least significant bit first, 1 = set (valid, true).
class Bitmap {
 public:
  void append(bool value) {
    auto const at = static_cast<std::size_t>(length_ / 8);
    if (at >= bytes_.size()) bytes_.resize(at + 1);
    if (value) bytes_.values<std::uint8_t>()[at] |= static_cast<std::uint8_t>(1u << (length_ % 8));
    ++length_;
  }
  // The first `count` bits become 1: the rows before a column's first NULL.
  void fill(std::int64_t count) {
    bytes_.resize(static_cast<std::size_t>((count + 7) / 8));
    if (count == 0) return;
    std::memset(bytes_.data(), 0xff, bytes_.size());
    if (count % 8 != 0)
      bytes_.values<std::uint8_t>()[bytes_.size() - 1] = static_cast<std::uint8_t>((1u << (count % 8)) - 1);
    length_ = count;
  }
  void clear() {
    bytes_.resize(0);
    length_ = 0;
  }
  bool empty() const { return length_ == 0; }
  Buffer take() {
    length_ = 0;
    return bytes_.take();
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  Buffer bytes_;
  std::int64_t length_ = 0;
};

}  // namespace oar
