#pragma once
// Builds one column of a batch straight into Arrow buffers. The fast path is one bounds check and one store per value.

#include <oar/arrow.hpp>
#include <oar/buffer.hpp>
#include <oar/type.hpp>

#include <cassert>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace oar {

// Not shared between threads. The caller knows the column's type: appending another one is a bug that debug builds stop
// at.
class Column {
 public:
  explicit Column(Type type);

  Type const& type() const { return type_; }
  std::int64_t length() const { return length_; }
  // Bytes held for the current batch, children included.
  std::size_t bytes() const;

  // Fixed-width kinds: integers, floats, date32, time32/64, timestamp, duration, decimal128 (oar::Decimal). T is the
  // stored type.
  template <class T>
  void append(T value) {
    assert(sizeof(T) == width_);
    values_.append(value);
    valid();
  }
  void append_bool(bool value) {
    bits_.append(value);
    valid();
  }
  // text, large_text, binary, large_binary and dictionaries of them; fixed_binary of exactly its width.
  void append_bytes(std::string_view value);
  void append_null();

  // Many values without NULLs at once.
  template <class T>
  void append_all(std::span<T const> values) {
    assert(sizeof(T) == width_);
    if (has_nulls())
      for (std::size_t i = 0; i < values.size(); ++i) validity_.append(true);
    values_.append(values.data(), values.size_bytes());
    length_ += static_cast<std::int64_t>(values.size());
  }

  // Many values of text or binary without NULLs at once: get(i) is the i-th of them, a std::string_view. It is asked
  // twice for each: first how long they are together.
  template <class Get>
  void append_all_bytes(std::size_t count, Get get);

  // Nested kinds: append to the children, then close the value. A list's only child is its items, a map's are keys and
  // values.
  Column& child(std::size_t i) { return *children_[i]; }
  std::size_t children() const { return children_.size(); }
  void close_list();                  // the items appended since the last call are this row's list
  void close_map() { close_list(); }  // likewise, the keys and values
  void close_struct() { valid(); }    // one value was appended to every child

  // Moves the rows out as one Arrow array; the column is empty again and expects as many.
  ArrowArray finish();

 private:
  bool has_nulls() const { return null_count_ > 0; }
  void valid() {
    if (has_nulls()) [[unlikely]]
      validity_.append(true);
    ++length_;
  }
  void append_offset(std::size_t end);
  std::int32_t dictionary_index(std::string_view value);

  Type type_;
  std::size_t width_ = 0;  // bytes of a fixed-width value
  bool large_ = false;     // 64-bit offsets
  std::int64_t length_ = 0;
  std::int64_t null_count_ = 0;
  Bitmap validity_;  // empty until the first NULL
  Bitmap bits_;      // of booleans
  Buffer offsets_;
  Buffer values_;
  std::vector<std::unique_ptr<Column>> children_;
  std::unique_ptr<Column> dictionary_;
  std::unordered_map<std::string, std::int32_t> indices_;
};

}  // namespace oar

#include <oar/detail/column_build.hpp>
