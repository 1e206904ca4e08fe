#include "host/sync/base64.hpp"

#include <array>
#include <cstdint>

namespace oar::sync {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t const group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    std::size_t const left = bytes.size() - i;
    text += alphabet[group >> 18 & 63];
    text += alphabet[group >> 12 & 63];
    text += left > 1 ? alphabet[group >> 6 & 63] : '=';
    text += left > 2 ? alphabet[group & 63] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t digits = 0;
    while (digits < 4 && text[i + digits] != '=') {
      std::size_t const value = alphabet.find(text[i + digits]);
      if (value == std::string_view::npos) return std::nullopt;
      group = group << 6 | static_cast<std::uint32_t>(value);
      ++digits;
    }
    group <<= 6 * (4 - digits);
    if (digits > 0) bytes += static_cast<char>(group >> 16 & 255);
    if (digits > 2) bytes += static_cast<char>(group >> 8 & 255);
    if (digits > 3) bytes += static_cast<char>(group & 255);
  }
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace oar::sync
