#include "plugins/postgresql/destination/encode_rows.hpp"

#include <algorithm>
#include <string>

namespace oar::postgresql {
namespace {

constexpr std::int64_t block_rows = 2048;       // looked at together, while they are in the processor's cache
constexpr std::size_t piece_bytes = 128 << 10;  // handed over together
constexpr std::size_t part_bytes = 16 << 10;    // written together, while they are in its nearest cache,
constexpr std::int64_t part_rows = 64;          // but at least so many: fewer are no use of a column's cache lines
constexpr std::uint32_t number_bytes = 4 + 8;

bool is_skipped(std::vector<bool> const& skip, std::int64_t row) {
  return !skip.empty() && skip[static_cast<std::size_t>(row)];
}

}  // namespace

RowEncoder::RowEncoder(Table const& table, std::vector<Native> const& columns, std::vector<std::size_t> key,
                       Numbered numbered)
    : table_{&table}, key_{std::move(key)}, numbered_{numbered} {
  for (std::size_t i = 0; i < columns.size(); ++i) columns_.emplace_back(table.columns()[i], columns[i]);
}

std::string_view RowEncoder::header() {
  static constexpr std::string_view bytes{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
  return bytes;
}
std::string_view RowEncoder::trailer() {
  static constexpr std::string_view bytes{"\377\377", 2};
  return bytes;
}

Result<void> RowEncoder::encode(Batch const& batch, RowRange rows, std::vector<bool> const& skip, std::int64_t& next,
                                Put const& put, Refuse const& refuse) {
  Faults faults;
  for (auto begin = rows.begin; begin < rows.end; begin += block_rows) {
    RowRange const block{begin, std::min(begin + block_rows, rows.end)};
    faults.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].prepare(batch.column(i), block, faults);
    find_nulls_in_key(batch, block, faults);
    if (faults.empty() && skip.empty()) {
      OAR_TRY(encode_good(batch, block, next, put));
      continue;
    }
    std::ranges::stable_sort(faults, {}, &Fault::row);
    auto fault = faults.begin();
    auto good = block.begin;
    for (auto row = block.begin; row < block.end; ++row) {
      auto const faulty = fault != faults.end() && fault->row == row;
      auto const skipped = is_skipped(skip, row);
      if (!faulty && !skipped) continue;
      OAR_TRY(encode_good(batch, {good, row}, next, put));
      good = row + 1;
      if (faulty && !skipped) OAR_TRY(refuse(*fault));
      while (fault != faults.end() && fault->row == row) ++fault;
    }
    OAR_TRY(encode_good(batch, {good, block.end}, next, put));
  }
  return {};
}

void RowEncoder::find_nulls_in_key(Batch const& batch, RowRange rows, Faults& faults) const {
  for (auto const at : key_)
    for (auto row = rows.begin; row < rows.end; ++row)
      if (batch.column(at).is_null(row)) [[unlikely]]
        faults.push_back({row, "key column " + table_->columns()[at].name + " is NULL"});
}

Result<void> RowEncoder::encode_good(Batch const& batch, RowRange rows, std::int64_t& next, Put const& put) {
  if (rows.count() == 0) return {};
  sizes_.assign(static_cast<std::size_t>(rows.count()), 2 + (numbered_ == Numbered::yes ? number_bytes : 0));
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].add_sizes(batch.column(i), rows, sizes_.data());
  auto begin = rows.begin;
  std::size_t bytes = 0;
  for (auto row = rows.begin; row < rows.end; ++row) {
    bytes += sizes_[static_cast<std::size_t>(row - rows.begin)];
    if (bytes < piece_bytes && row + 1 < rows.end) continue;
    auto const sizes = std::span{sizes_}.subspan(static_cast<std::size_t>(begin - rows.begin));
    OAR_TRY(write_piece(batch, {begin, row + 1}, sizes, bytes, next, put));
    begin = row + 1;
    bytes = 0;
  }
  return {};
}

Result<void> RowEncoder::write_piece(Batch const& batch, RowRange rows, std::span<std::uint32_t const> sizes,
                                     std::size_t bytes, std::int64_t& next, Put const& put) {
  if (piece_.size() < bytes) piece_.resize(bytes);
  auto* at = piece_.data();
  auto const together = std::max(part_rows, rows.count() * std::int64_t{part_bytes} / static_cast<std::int64_t>(bytes));
  for (auto begin = rows.begin; begin < rows.end; begin += together) {
    RowRange const part{begin, std::min(begin + together, rows.end)};
    auto const part_sizes = sizes.subspan(static_cast<std::size_t>(begin - rows.begin));
    at = write_part(batch, part, part_sizes, next, at);
  }
  return put({reinterpret_cast<char const*>(piece_.data()), bytes});
}

std::byte* RowEncoder::write_part(Batch const& batch, RowRange rows, std::span<std::uint32_t const> sizes,
                                  std::int64_t& next, std::byte* at) {
  auto const fields = static_cast<std::int16_t>(columns_.size() + (numbered_ == Numbered::yes ? 1 : 0));
  places_.resize(static_cast<std::size_t>(rows.count()));
  for (std::size_t i = 0; i < places_.size(); ++i) {
    places_[i] = postgresql::put(at, fields);
    at += sizes[i];
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].write(batch.column(i), rows, places_.data());
  if (numbered_ == Numbered::yes)
    for (auto* place : places_) postgresql::put(postgresql::put(place, std::int32_t{8}), next++);
  return at;
}

}  // namespace oar::postgresql
