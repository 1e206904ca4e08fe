// SHA-256 by libcrypto; hex and base64 by hand, since libcrypto's need a length rounded by four.
#include "digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>

namespace machine {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return {reinterpret_cast<char const*>(digest.data()), size};
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (auto const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    text.append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return text;
}

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto const byte = [&](std::size_t at) {
      return at < bytes.size() ? std::uint32_t{static_cast<unsigned char>(bytes[at])} : 0u;
    };
    auto const group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    text.append(1, alphabet[group >> 18]).append(1, alphabet[group >> 12 & 63]);
    text.append(1, i + 1 < bytes.size() ? alphabet[group >> 6 & 63] : '=');
    text.append(1, i + 2 < bytes.size() ? alphabet[group & 63] : '=');
  }
  return text;
}

}  // namespace machine
