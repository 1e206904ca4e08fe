#include "plugins/postgresql/source/address.hpp"

#include <array>
#include <cstdint>

namespace oar::postgresql::source {
namespace {

constexpr char hex[] = "0123456789abcdef";

void append_ipv4(std::string& out, unsigned char const* bytes) {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) out += '.';
    out += std::to_string(static_cast<unsigned>(bytes[i]));
  }
}

void append_hex(std::string& out, unsigned word) {
  bool begun = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    auto const digit = word >> shift & 15;
    begun = begun || digit != 0 || shift == 0;
    if (begun) out += hex[digit];
  }
}

// The longest run of at least two zero words, the first of equal ones.
struct Zeros {
  int base = -1;
  int length = 0;
};

Zeros longest_zeros(std::array<unsigned, 8> const& words) {
  Zeros best;
  for (int i = 0; i < 8;) {
    int length = 0;
    while (i + length < 8 && words[static_cast<std::size_t>(i + length)] == 0) ++length;
    if (length >= 2 && length > best.length) best = {i, length};
    i += length + 1;
  }
  return best;
}

void append_ipv6(std::string& out, unsigned char const* bytes) {
  std::array<unsigned, 8> words{};
  for (std::size_t i = 0; i < 8; ++i) words[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
  auto const zeros = longest_zeros(words);
  auto const holds_ipv4 = zeros.base == 0 && (zeros.length == 6 || (zeros.length == 7 && words[7] != 1) ||
                                              (zeros.length == 5 && words[5] == 0xffff));
  for (int i = 0; i < 8; ++i) {
    if (zeros.base >= 0 && i >= zeros.base && i < zeros.base + zeros.length) {
      if (i == zeros.base) out += ':';
      continue;
    }
    if (i > 0) out += ':';
    if (i == 6 && holds_ipv4) return append_ipv4(out, bytes + 12);
    append_hex(out, words[static_cast<std::size_t>(i)]);
  }
  if (zeros.base >= 0 && zeros.base + zeros.length == 8) out += ':';
}

}  // namespace

bool append_inet(std::string& out, std::string_view bytes) {
  if (bytes.size() < 4) return false;
  auto const* at = reinterpret_cast<unsigned char const*>(bytes.data());
  auto const ipv6 = at[0] == 3;
  std::size_t const size = ipv6 ? 16 : 4;
  if ((!ipv6 && at[0] != 2) || at[3] != size || bytes.size() != 4 + size) return false;
  ipv6 ? append_ipv6(out, at + 4) : append_ipv4(out, at + 4);
  auto const is_cidr = at[2] != 0;
  if (is_cidr || at[1] != size * 8) out.append("/").append(std::to_string(static_cast<unsigned>(at[1])));
  return true;
}

bool append_mac(std::string& out, std::string_view bytes) {
  if (bytes.size() != 6) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0) out += ':';
    out += hex[static_cast<unsigned char>(bytes[i]) >> 4];
    out += hex[static_cast<unsigned char>(bytes[i]) & 15];
  }
  return true;
}

}  // namespace oar::postgresql::source
