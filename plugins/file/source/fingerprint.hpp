#pragma once
// A short name of some bytes. Source: FNV-1a of 64 bits, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv

#include <cstdint>
#include <string>
#include <string_view>

namespace oar::file {

inline std::string fingerprint_of(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::uint64_t hash = 0xcbf29ce484222325;
  for (auto const byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  std::string text(16, '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, hash >>= 4) *at = digits[hash & 15];
  return text;
}

}  // namespace oar::file
