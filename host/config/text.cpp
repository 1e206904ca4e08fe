#include "host/config/text.hpp"

#include <algorithm>
#include <utility>

namespace oar::config {
namespace {

constexpr std::size_t block = 1024;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Bytes of the UTF-8 character that starts here; 0 where none does (RFC 3629: shortest forms, no surrogates).
std::size_t character_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const first = byte(0);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues(text[i])) return 0;
  auto const second = byte(1);
  bool const overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  bool const outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto const length = character_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return {};
}

Text::Text(std::string file, std::string content) : file_{std::move(file)}, content_{std::move(content)} {
  if (content_.starts_with("\xEF\xBB\xBF")) content_.erase(0, 3);
  std::size_t characters = 0;
  for (std::size_t i = 0; i < content_.size(); ++i) {
    if (i % block == 0) characters_.push_back(characters);
    if (!continues(content_[i])) ++characters;
    if (content_[i] == '\n') line_starts_.push_back(i + 1);
  }
  characters_.push_back(characters);
}

std::size_t Text::line_of(std::size_t byte) const {
  auto const after = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
  return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::size_t Text::characters_before(std::size_t byte) const {
  auto const from = content_.begin() + static_cast<std::ptrdiff_t>(byte / block * block);
  auto const to = content_.begin() + static_cast<std::ptrdiff_t>(byte);
  auto const within = std::count_if(from, to, [](char c) { return !continues(c); });
  return characters_[byte / block] + static_cast<std::size_t>(within);
}

Place Text::place(std::size_t byte) const {
  byte = std::min(byte, content_.size());
  auto const line = line_of(byte);
  auto const characters = characters_before(byte) - characters_before(line_starts_[line]);
  return {file_, static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(characters + 1)};
}

std::string_view Text::line_around(std::size_t byte) const {
  byte = std::min(byte, content_.size());
  auto const start = line_starts_[line_of(byte)];
  auto const line = std::string_view{content_}.substr(start);
  return line.substr(0, line.find('\n'));
}

std::optional<std::size_t> Text::first_bad_byte() const { return config::first_bad_byte(content_); }

}  // namespace oar::config
