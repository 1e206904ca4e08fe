#pragma once
// The values of a key column as bytes that depend on the value alone: not on width, offset, dictionary or unit.

#include <oar/type.hpp>

#include <cstdint>
#include <string>

#include "oar/result.hpp"

namespace oar::sync {

// A value is one tag byte, the length of its text as LEB128, and its text:
//   0  NULL           nothing
//   b  bool           "0" or "1"
//   n  number         integers and decimals as plain decimal text without superfluous zeros: "-5", "0.25"
//   f  float          8 bytes: the value as an IEEE double, big-endian; -0 is 0, every NaN is 7ff8000000000000
//   u  text           its UTF-8 bytes
//   x  binary         its bytes; fixed-size ones (uuid) too
//   d  date           days since 1970-01-01, as n
//   t  time of day    seconds, as n
//   i  timestamp with a zone, l without: seconds since 1970-01-01, as n; the zone's name does not matter
//   D  duration       seconds, as n
// A dictionary's values are encoded, not its indices. So int32 5, uint64 5 and decimal 5.00 are alike, as are utf8 and
// large_utf8, and milliseconds and microseconds.
class KeyColumn {
 public:
  // An error for types that no id is made of: lists, structs and maps.
  static Result<KeyColumn> make(ArrowSchema const& layout, std::size_t column);

  enum class Value { null, present };
  // Appends the value of a row that the batch shows.
  Result<Value> append(ArrowArray const& batch, std::int64_t row, std::string& out) const;

 private:
  std::size_t column_ = 0;
  Type type_;                // of the values
  Kind index_ = Kind::null;  // of a dictionary's indices
  std::string name_;
};

}  // namespace oar::sync
