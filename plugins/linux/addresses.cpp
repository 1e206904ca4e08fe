// The kernel prints an IPv4 address as a number in its own byte order, and an IPv6 address as four of them or as bytes.
#include "addresses.hpp"

#include "text.hpp"

#include <arpa/inet.h>
#include <array>
#include <bit>
#include <cstring>

namespace machine {
namespace {

std::optional<std::string> printed(unsigned char const* bytes, std::size_t size) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (size != 4 && size != 16) return std::nullopt;
  if (!::inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text.data(), text.size())) return std::nullopt;
  return std::string{text.data()};
}

}  // namespace

std::optional<std::string> address_of_words(std::string_view hex) {
  std::array<unsigned char, 16> bytes{};
  if (hex.size() != 8 && hex.size() != 32) return std::nullopt;
  for (std::size_t i = 0; i < hex.size() / 8; ++i) {
    auto const word = number<std::uint32_t>(hex.substr(i * 8, 8), 16);
    if (!word) return std::nullopt;
    std::memcpy(&bytes[i * 4], &*word, 4);
  }
  return printed(bytes.data(), hex.size() / 2);
}

std::optional<std::string> address_of_bytes(std::string_view hex) {
  std::array<unsigned char, 16> bytes{};
  if (hex.size() != 32) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto const byte = number<std::uint8_t>(hex.substr(i * 2, 2), 16);
    if (!byte) return std::nullopt;
    bytes[i] = *byte;
  }
  return printed(bytes.data(), bytes.size());
}

std::optional<int> prefix_of_mask(std::string_view hex) {
  auto const mask = number<std::uint32_t>(hex, 16);
  if (!mask) return std::nullopt;
  return std::popcount(*mask);
}

std::optional<std::uint32_t> ipv4_number(std::string_view text) {
  in_addr address{};
  if (::inet_pton(AF_INET, std::string{text}.c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

}  // namespace machine
