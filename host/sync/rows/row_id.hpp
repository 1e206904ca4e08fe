#pragma once
// `_oar_id` and `_oar_parent_id`: UUIDs that the same key gives in every sync, batch and physical type.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/sync/rows/table_info.hpp"

namespace oar::sync {

using Uuid = std::array<std::uint8_t, 16>;  // big-endian, as it is written

// id = UUIDv5(UUIDv5(row_id_namespace, table name), encoded key values in key order).
// A value is encoded as one tag byte, the length of its text as LEB128, and its text:
//   0  NULL (length 0)
//   b  bool           "0" or "1"
//   n  number         integers and decimals in plain decimal text without superfluous zeros: "-5", "0.25"
//   f  float          8 bytes, IEEE double, big-endian; -0 as 0, every NaN as 7ff8000000000000
//   u  text           its UTF-8 bytes; binary and fixed-size binary (uuid) are x
//   d  date           days since 1970-01-01, as n
//   t  time of day    seconds, as n;  i timestamp with zone, l without: seconds since 1970, as n;  D duration: seconds,
//   as n
// Dictionaries are encoded as their values. So int32 5, int64 5 and decimal 5.00 are alike, and so are utf8 and
// large_utf8.
inline constexpr Uuid row_id_namespace{0xce, 0x92, 0xcb, 0x6b, 0x88, 0x01, 0x48, 0xfe,
                                       0xbf, 0x4b, 0x97, 0xe6, 0x00, 0x9f, 0x54, 0x10};

// Computes the ids of rows whose key lies in some columns of a layout. One thread at a time.
class RowIds {
 public:
  // `table` is whose rows are identified; key: the columns in `layout`, in the order of that table's key.
  static Result<RowIds> make(std::string_view table, ArrowSchema const& layout, std::vector<std::size_t> key);

  // Fills out[i] for row i that the batch shows. Errors: a value that is not of its type (a bad dictionary index).
  Result<void> compute(ArrowArray const& batch, Uuid* out) const;
  // The same, but a row whose key values are all NULL gets the nil UUID and valid[i] = 0. Returns how many.
  Result<std::int64_t> compute_nullable(ArrowArray const& batch, Uuid* out, std::uint8_t* valid) const;

 private:
  struct Key {
    std::size_t column;
    ArrowSchema const* schema;  // of the layout, which outlives this
  };
  Uuid space_{};
  std::vector<Key> keys_;
};

// UUIDv4.
void random_ids(Uuid* out, std::int64_t count);

}  // namespace oar::sync
