#pragma once
// From a value in PostgreSQL's binary form to a value of a column. No call, look-up or allocation that is not inlined
// for the types that most rows are made of.

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

// Whether append() can take values of that kind whatever they are, once their width is right.
bool takes_all(Decoder const& decoder);

// Why the value cannot be a value of the column, or nothing. A sentence's second half: "is infinite".
std::string_view misfit(Decoder const& decoder, RawValue value);

// Appends a value that is no misfit.
void append(Decoder const& decoder, RawValue value, Column& column);

}  // namespace oar::postgresql::source
