#pragma once
// Reads the columns of a batch in place: what a destination sees. Nothing is copied.

#include <oar/arrow.hpp>
#include <oar/table.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace oar {

// One column, or one child of a nested one. Rows count from 0 whatever the array's offset. Valid as long as its batch.
class ColumnView {
 public:
  ColumnView(Type const& type, ArrowArray const& array, std::int64_t offset, std::int64_t length);

  Type const& type() const { return *type_; }
  std::int64_t length() const { return length_; }

  bool is_null(std::int64_t row) const {
    if (type_->kind == Kind::null) return true;
    if (!validity_) return false;
    auto const bit = offset_ + row;
    return (validity_[bit / 8] >> (bit % 8) & 1) == 0;
  }

  // False: no row is NULL. True: one may be.
  bool may_have_nulls() const { return type_->kind == Kind::null || validity_; }

  // A fixed-width value; T is the stored type.
  template <class T>
  T value(std::int64_t row) const {
    T out;
    std::memcpy(&out, values_ + static_cast<std::size_t>(offset_ + row) * sizeof(T), sizeof(T));
    return out;
  }
  bool boolean(std::int64_t row) const {
    auto const bit = offset_ + row;
    return (static_cast<std::uint8_t>(values_[bit / 8]) >> (bit % 8) & 1) != 0;
  }
  // text, binary and fixed_binary of every width
  std::string_view bytes(std::int64_t row) const;

  // For loops over many rows: the values of width sizeof(T), or calls loop(get) with a get(row) that gives bytes(row);
  // both look at nothing but the batch's memory.
  template <class T>
  auto values() const {
    return [at = values_ + static_cast<std::size_t>(offset_) * sizeof(T)](std::int64_t row) {
      T out;
      std::memcpy(&out, at + static_cast<std::size_t>(row) * sizeof(T), sizeof(T));
      return out;
    };
  }
  template <class Loop>
  void with_bytes(Loop loop) const;

  // Integers of any width, dates, times, timestamps and durations.
  std::int64_t integer(std::int64_t row) const;

  // Of a dictionary column: its values (read them with bytes, value, ...; their type() is the column's) and which one a
  // row has. Indices are int32; the row itself may be NULL, and so may the value.
  bool is_dictionary() const { return dictionary_; }
  ColumnView const& dictionary() const { return children_.front(); }
  std::int64_t dictionary_index(std::int64_t row) const { return value<std::int32_t>(row); }

  // list, map: the rows of the children that belong to this row.
  struct Range {
    std::int64_t begin, end;
  };
  Range items(std::int64_t row) const;
  // list: its items; struct: its members; map: keys and values.
  std::vector<ColumnView> const& children() const { return children_; }

 private:
  struct DictionaryValues {};
  ColumnView(DictionaryValues, Type const& type, ArrowArray const& values);

  Type const* type_;
  std::int64_t offset_;
  std::int64_t length_;
  std::uint8_t const* validity_ = nullptr;
  std::byte const* values_ = nullptr;  // of dictionaries: the indices
  void const* offsets_ = nullptr;
  bool large_ = false;
  bool dictionary_ = false;
  std::size_t width_ = 0;
  std::vector<ColumnView> children_;
};

// The rows of one table. Owns the Arrow array; may be kept until the transaction ends, or longer.
class Batch {
 public:
  // `table` must outlive the batch. Errc::schema when the array cannot be of that table.
  static Result<Batch> make(Table const& table, OwnedArray array);

  Table const& table() const { return *table_; }
  std::int64_t rows() const { return array_->length; }
  ColumnView const& column(std::size_t i) const { return columns_[i]; }
  std::vector<ColumnView> const& columns() const { return columns_; }

 private:
  Batch(Table const& table, OwnedArray array) : table_{&table}, array_{std::move(array)} {}

  Table const* table_;
  OwnedArray array_;
  std::vector<ColumnView> columns_;
};

}  // namespace oar

#include <oar/detail/view_layout.hpp>
