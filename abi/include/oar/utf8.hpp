#pragma once
// Whether text is UTF-8: no surrogates, nothing overlong. Source: Unicode 15, table 3-7.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace oar {

// Bytes of the character that `text` begins with; 0 when it begins with none.
inline std::size_t utf8_length(std::string_view text) {
  auto const at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto const tail = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  if (text.empty()) return 0;
  auto const lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    auto const low = lead == 0xE0 ? 0xA0u : 0x80u;
    auto const high = lead == 0xED ? 0x9Fu : 0xBFu;  // no surrogates
    return at(1) >= low && at(1) <= high && tail(2) ? 3 : 0;
  }
  if (lead < 0xF0 || lead > 0xF4) return 0;
  auto const low = lead == 0xF0 ? 0x90u : 0x80u;
  auto const high = lead == 0xF4 ? 0x8Fu : 0xBFu;
  return at(1) >= low && at(1) <= high && tail(2) && tail(3) ? 4 : 0;
}

// Most text is ASCII: sixteen bytes at a time.
inline bool is_utf8(std::string_view text) {
  for (;;) {
    std::uint64_t words[2];
    for (; text.size() >= sizeof words; text.remove_prefix(sizeof words)) {
      std::memcpy(words, text.data(), sizeof words);
      if (((words[0] | words[1]) & 0x8080'8080'8080'8080) != 0) break;
    }
    while (!text.empty() && static_cast<unsigned char>(text[0]) < 0x80) text.remove_prefix(1);
    if (text.empty()) return true;
    auto const length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

}  // namespace oar
