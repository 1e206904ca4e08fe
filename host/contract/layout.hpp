#pragma once
// How the buffers of an Arrow type lie in memory. For formats that check_columns() has accepted.

#include <cstdint>
#include <optional>
#include <string_view>

namespace oar::contract {

enum class Shape : std::uint8_t {
  null,
  bits,       // validity, bits
  fixed,      // validity, values of `width` bytes
  text,       // validity, offsets of `width` bytes, bytes
  list,       // validity, offsets of `width` bytes; one child
  structure,  // validity; children of the same length
};

struct Layout {
  Shape shape = Shape::null;
  std::int64_t width = 0;
  std::int64_t buffers = 0;
};

// Nothing for a format that is none of design's types.
std::optional<Layout> layout_of(std::string_view format);

// Offset i of a buffer of 32 or 64 bit offsets.
inline std::int64_t offset_at(void const* buffer, std::int64_t width, std::int64_t i) {
  return width == 4 ? static_cast<std::int32_t const*>(buffer)[i] : static_cast<std::int64_t const*>(buffer)[i];
}

inline bool bit_at(void const* bits, std::int64_t i) {
  return (static_cast<std::uint8_t const*>(bits)[i >> 3] >> (i & 7)) & 1;
}

}  // namespace oar::contract
