#pragma once
// From values in PostgreSQL's binary form to values of a column, many at once: how they are read is looked up once for
// all of them.

#include <oar/column.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oar::postgresql::source {

// One value of a tuple: where it stands, and how long it is; a length below 0 is NULL.
struct RawValue {
  char const* data = nullptr;
  std::int32_t size = -1;

  bool is_null() const { return size < 0; }
  std::string_view bytes() const { return {data, static_cast<std::size_t>(size)}; }
};

// The values that one column has in several rows, at most `most`.
struct RawColumn {
  static constexpr std::size_t most = 256;

  RawValue const* first;
  std::size_t step;
  std::size_t rows;

  RawValue const& operator[](std::size_t i) const { return first[i * step]; }
};

enum class How : std::uint8_t {
  boolean,
  int16,
  int32,
  int64,
  text,  // as it comes; also binary, uuid
  jsonb,
  date,
  timestamp,
  decimal,
  numeric_text,
  inet,
  mac,
  list,
  record,
};

// How the values of one column, or of one part of a nested one, are read.
struct Decoder {
  How how = How::text;
  std::int32_t width = 0;  // bytes that a value must have; 0 = any
  Type type;
  std::vector<Decoder> inner = {};  // list: its items; record: its fields
  bool check_utf8 = false;          // text of a database whose encoding is not checked by anybody
};

// Why the value cannot be a value of the column, or nothing. A sentence's second half: "is infinite".
std::string_view misfit(Decoder const& decoder, RawValue value);

// Appends a value that is no misfit.
void append(Decoder const& decoder, RawValue value, Column& column);

// The same for all of them; their widths are right.
bool fit(Decoder const& decoder, RawColumn values);
void append(Decoder const& decoder, RawColumn values, Column& column);

}  // namespace oar::postgresql::source
