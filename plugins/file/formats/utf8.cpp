// ASCII sixteen bytes at a time, the rest by the table of Unicode 15, chapter 3.9, D92.
#include "plugins/file/formats/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace oar::file {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;

std::size_t ascii_before(std::string_view text, std::size_t at) {
  for (; at + 16 <= text.size(); at += 16) {
    std::uint64_t words[2];
    std::memcpy(words, text.data() + at, sizeof words);
    if (((words[0] | words[1]) & high_bits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// Bytes of the character at the front; 0 when it is none.
std::size_t character_size(std::string_view text) {
  auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto const follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  auto const first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    auto const low = first == 0xE0 ? 0xA0u : 0x80u;
    auto const high = first == 0xED ? 0x9Fu : 0xBFu;  // no surrogates
    return byte(1) >= low && byte(1) <= high && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    auto const low = first == 0xF0 ? 0x90u : 0x80u;
    auto const high = first == 0xF4 ? 0x8Fu : 0xBFu;
    return byte(1) >= low && byte(1) <= high && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (auto at = ascii_before(text, 0); at < text.size(); at = ascii_before(text, at)) {
    auto const size = character_size(text.substr(at));
    if (size == 0) return false;
    at += size;
  }
  return true;
}

std::string with_bytes_spelled(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    auto const size = character_size(text);
    if (size > 0) {
      out.append(text.substr(0, size));
    } else {
      auto const byte = static_cast<unsigned char>(text[0]);
      out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    text.remove_prefix(size > 0 ? size : 1);
  }
  return out;
}

}  // namespace oar::file
