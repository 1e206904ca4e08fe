#include "plugins/postgresql/source/handful.hpp"

#include <algorithm>
#include <cstring>

#include "plugins/postgresql/source/bytes.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::size_t most_bytes = 128 << 10;
constexpr std::size_t most_kept = 1 << 20;  // of what a single larger row needed
constexpr std::size_t most_values = 1024;   // but of many columns ...
constexpr std::size_t fewest_rows = 64;     // ... what is done once per column must not outweigh its values

}  // namespace

Handful::Handful(std::vector<std::int32_t> widths)
    : widths_{std::move(widths)},
      most_rows_{std::clamp(most_values / std::max<std::size_t>(widths_.size(), 1), fewest_rows, RawColumn::most)},
      bytes_(most_bytes),
      values_(most_rows_ * widths_.size()) {}

bool Handful::has_room(std::size_t bytes) const {
  return rows_ == 0 || (rows_ < most_rows_ && used_ + bytes <= most_bytes);
}

void Handful::clear() {
  rows_ = 0;
  used_ = 0;
  odd_ = false;
  if (bytes_.size() > most_kept) bytes_ = std::vector<char>(most_bytes);
}

bool Handful::add(std::string_view row) {
  if (row.size() > bytes_.size()) bytes_.resize(row.size());  // the only row: nothing points to its bytes yet
  auto const* at = bytes_.data() + used_;
  std::memcpy(bytes_.data() + used_, row.data(), row.size());
  used_ += row.size();
  auto const* const end = at + row.size();
  auto* value = values_.data() + rows_ * columns();
  for (auto const width : widths_) {
    if (end - at < 4) return false;
    auto const size = read_number<std::int32_t>(at);
    at += 4;
    if (size > end - at) return false;
    *value++ = {at, size};
    odd_ |= (size != width) & (width != 0) & (size >= 0);
    at += std::max(size, 0);
  }
  ++rows_;
  return at == end;
}

}  // namespace oar::postgresql::source
