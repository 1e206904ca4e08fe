#pragma once
// Some rows of a binary COPY, taken apart: few enough to stay in the processor's near caches while they are looked at
// column by column.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/postgresql/source/decoder.hpp"

namespace oar::postgresql::source {

class Handful {
 public:
  // `widths`: the length that each value of a row must have; 0 = any.
  explicit Handful(std::vector<std::int32_t> widths);

  std::size_t columns() const { return widths_.size(); }
  std::size_t rows() const { return rows_; }
  std::size_t most_rows() const { return most_rows_; }
  // Whether a row of that many bytes can be added. An empty handful has room for any.
  bool has_room(std::size_t bytes) const;

  // Copies and takes apart a row: for each value its length and bytes. False: these are not as many values.
  bool add(std::string_view row);
  void drop_last() {
    if (--rows_ == 0) used_ = 0;
  }
  void clear();

  // A value has another length than its column's values must have.
  bool is_odd() const { return odd_; }

  // Valid until clear().
  std::span<RawValue const> row(std::size_t i) const { return std::span{values_}.subspan(i * columns(), columns()); }
  RawColumn column(std::size_t i) const { return {values_.data() + i, columns(), rows_}; }

 private:
  std::vector<std::int32_t> widths_;
  std::size_t most_rows_;
  std::size_t rows_ = 0;
  bool odd_ = false;
  std::vector<char> bytes_;
  std::size_t used_ = 0;
  std::vector<RawValue> values_;  // row by row
};

}  // namespace oar::postgresql::source
