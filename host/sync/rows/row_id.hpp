#pragma once
// `_oar_id` and `_oar_parent_id`: UUIDs that the same key gives in every sync, batch and physical type.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/sync/rows/key_column.hpp"
#include "oar/result.hpp"

namespace oar::sync {

using Uuid = std::array<std::uint8_t, 16>;  // big-endian, as it is written

// id = UUIDv5(UUIDv5(row_id_namespace, table name), encoded key values in key order).
// key_column.hpp tells how a value is encoded. The namespace is a random UUID made for this and never changes.
inline constexpr Uuid row_id_namespace{0xce, 0x92, 0xcb, 0x6b, 0x88, 0x01, 0x48, 0xfe,
                                       0xbf, 0x4b, 0x97, 0xe6, 0x00, 0x9f, 0x54, 0x10};

// Computes the ids of rows whose key lies in some columns of a layout. One thread at a time.
class RowIds {
 public:
  // `table` is whose rows are identified; key: the columns in `layout`, in the order of that table's key.
  static Result<RowIds> make(std::string_view table, ArrowSchema const& layout, std::vector<std::size_t> key);

  // Fills out[i] for row i that the batch shows. The batch has passed check_batch(). Errors: a value that is none of
  // its type's, such as an index outside its dictionary.
  Result<void> compute(ArrowArray const& batch, Uuid* out) const;
  // The same, but a row whose key values are all NULL has no id: nil, and bit i of `valid` (zeroed by the caller) stays
  // 0. Returns how many rows have none.
  Result<std::int64_t> compute_nullable(ArrowArray const& batch, Uuid* out, std::uint8_t* valid) const;

 private:
  Uuid space_{};
  std::vector<KeyColumn> keys_;
};

// UUIDv4.
void random_ids(Uuid* out, std::int64_t count);

}  // namespace oar::sync
