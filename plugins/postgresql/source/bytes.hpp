#pragma once
// Numbers as the server sends them: big-endian, unaligned.

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>

namespace oar::postgresql::source {

inline std::uint16_t swapped(std::uint16_t value) { return __builtin_bswap16(value); }
inline std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }
inline std::uint64_t swapped(std::uint64_t value) { return __builtin_bswap64(value); }

// The signed number that stands at `bytes`.
template <std::signed_integral T>
T read_number(char const* bytes) {
  std::make_unsigned_t<T> value;
  std::memcpy(&value, bytes, sizeof value);
  if constexpr (std::endian::native == std::endian::little && sizeof(T) > 1) value = swapped(value);
  return static_cast<T>(value);
}

}  // namespace oar::postgresql::source
