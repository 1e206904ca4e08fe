#pragma once
// Writes batches as the body of a binary COPY, in pieces; rows that cannot be stored are named instead.

#include <oar/view.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "plugins/postgresql/destination/encode_column.hpp"

namespace oar::postgresql {

enum class Numbered {
  no,
  yes  // a last field of type bigint counts the rows up, over all batches
};

class RowEncoder {
 public:
  // `table` outlives the encoder; `columns` are what its columns became at the server, `key` the places of those that
  // must not be NULL.
  RowEncoder(Table const& table, std::vector<Native> const& columns, std::vector<std::size_t> key, Numbered numbered);

  using Put = std::function<Result<void>(std::string_view)>;  // once per piece of some 100 KiB
  // What to do with a row that cannot be stored; it is left out.
  using Refuse = std::function<Result<void>(Fault const&)>;
  // Fields of the rows that are not marked in `skip` (empty, or one entry per row of the batch), in order. `next` is
  // the number of the first row, and then of the one after the last.
  Result<void> encode(Batch const& batch, RowRange rows, std::vector<bool> const& skip, std::int64_t& next,
                      Put const& put, Refuse const& refuse);

  // What stands before all rows, and behind them.
  static std::string_view header();
  static std::string_view trailer();

 private:
  Result<void> encode_good(Batch const& batch, RowRange rows, std::int64_t& next, Put const& put);
  Result<void> write_piece(Batch const& batch, RowRange rows, std::span<std::uint32_t const> sizes, std::size_t bytes,
                           std::int64_t& next, Put const& put);
  std::byte* write_part(Batch const& batch, RowRange rows, std::span<std::uint32_t const> sizes, std::int64_t& next,
                        std::byte* at);
  void find_nulls_in_key(Batch const& batch, RowRange rows, Faults& faults) const;

  Table const* table_;
  std::vector<ColumnEncoder> columns_;
  std::vector<std::size_t> key_;
  Numbered numbered_;
  std::vector<std::uint32_t> sizes_;
  std::vector<std::byte*> places_;
  std::vector<std::byte> piece_;
};

}  // namespace oar::postgresql
