#pragma once
// Back from what append_json() writes: a JSON string to its text, base64 to its bytes.

#include <boost/json/parse.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oar {

// `quoted` with its quotation marks. Nothing where it is no JSON string, or its text would be no UTF-8.
inline std::optional<std::string> json_string(std::string_view quoted) {
  if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return std::nullopt;
  boost::json::error_code failed;
  auto const value = boost::json::parse({quoted.data(), quoted.size()}, failed);
  if (failed || !value.is_string()) return std::nullopt;
  return std::string{value.get_string()};
}

// RFC 4648, section 4, with its padding. Nothing where it is not exactly what encoding gives.
inline std::optional<std::string> base64_bytes(std::string_view text) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  text.remove_suffix(text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0);
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (auto const c : text) {
    auto const digit = digits.find(c);
    if (digit == digits.npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xff));
  }
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace oar
