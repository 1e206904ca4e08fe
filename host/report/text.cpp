// Numbers, durations and harmless text; the width table is a condensed form of Unicode's EastAsianWidth W and F ranges.
#include "host/report/text.hpp"

#include <array>
#include <cstdio>

namespace oar::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Range {
  char32_t first, last;
};

constexpr std::array<Range, 12> wide_ranges = {{{0x1100, 0x115F},
                                                {0x2E80, 0x303E},
                                                {0x3041, 0x33FF},
                                                {0x3400, 0x4DBF},
                                                {0x4E00, 0x9FFF},
                                                {0xA000, 0xA4CF},
                                                {0xAC00, 0xD7A3},
                                                {0xF900, 0xFAFF},
                                                {0xFE30, 0xFE6F},
                                                {0xFF00, 0xFF60},
                                                {0x1F300, 0x1FAFF},
                                                {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 5> zero_ranges = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool within(std::array<Range, N> const& ranges, char32_t point) {
  for (auto const& range : ranges)
    if (point >= range.first && point <= range.last) return true;
  return false;
}

std::size_t columns_of(char32_t point) {
  if (within(zero_ranges, point)) return 0;
  return within(wide_ranges, point) ? 2 : 1;
}

struct Character {
  char32_t point = 0;
  std::size_t size = 0;  // bytes; 0 = not UTF-8
};

std::size_t expected_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

Character decode(std::string_view text) {
  auto const lead = static_cast<unsigned char>(text.front());
  auto const size = expected_size(lead);
  if (size == 0 || size > text.size()) return {};
  if (size == 1) return {lead, 1};
  auto point = static_cast<char32_t>(lead & (0x7Fu >> size));
  for (std::size_t i = 1; i < size; ++i) {
    auto const byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0u) != 0x80u) return {};
    point = (point << 6u) | (byte & 0x3Fu);
  }
  bool const overlong = (size == 3 && point < 0x800) || (size == 4 && point < 0x10000);
  bool const surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (overlong || surrogate || point > 0x10FFFF) return {};
  return {point, size};
}

// C0, DEL, C1, and the marks that turn the direction of text.
bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text, std::string_view indent) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  while (!text.empty()) {
    auto const character = decode(text);
    if (character.point == '\n') {
      out.append("\n").append(indent);
    } else if (character.point == '\t') {
      out.append(" ");
    } else if (character.size == 0 || is_control(character.point)) {
      if (character.point != '\r') out.append(replacement);
    } else {
      out.append(text.substr(0, character.size));
    }
    text.remove_prefix(character.size == 0 ? 1 : character.size);
  }
  return out;
}

std::string one_line(std::string_view text) {
  auto out = printable(text, "");
  for (auto& character : out)
    if (character == '\n') character = ' ';
  return out;
}

std::size_t display_width(std::string_view line) {
  std::size_t width = 0;
  while (!line.empty()) {
    auto const character = decode(line);
    width += character.size == 0 ? 1 : columns_of(character.point);
    line.remove_prefix(character.size == 0 ? 1 : character.size);
  }
  return width;
}

std::string fit(std::string_view line, std::size_t width) {
  if (display_width(line) <= width) return std::string(line);
  std::string_view const mark = width >= 8 ? "..." : "";
  std::string out;
  std::size_t used = 0;
  while (!line.empty()) {
    auto const character = decode(line);
    auto const size = character.size == 0 ? 1 : character.size;
    auto const columns = character.size == 0 ? 1 : columns_of(character.point);
    if (used + columns + mark.size() > width) break;
    out.append(line.substr(0, size));
    used += columns;
    line.remove_prefix(size);
  }
  return out.append(mark);
}

std::string pad_right(std::string_view line, std::size_t width) {
  auto const used = display_width(line);
  return std::string(line).append(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view line, std::size_t width) {
  auto const used = display_width(line);
  return std::string(used < width ? width - used : 0, ' ').append(line);
}

std::string with_commas(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string short_count(double number) {
  constexpr std::array<char const*, 5> units = {"", "k", "M", "G", "T"};
  std::size_t unit = 0;
  while (number >= 999.5 && unit + 1 < units.size()) {
    number /= 1000;
    ++unit;
  }
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), unit > 0 && number < 9.95 ? "%.1f%s" : "%.0f%s", number, units[unit]);
  return out.data();
}

std::string duration_text(std::chrono::milliseconds taken) {
  std::array<char, 48> out{};
  auto const ms = static_cast<long long>(taken.count());
  auto const seconds = ms / 1000;
  if (ms < 60'000) {
    std::snprintf(out.data(), out.size(), "%.1f s", static_cast<double>(ms) / 1000);
  } else if (seconds < 3600) {
    std::snprintf(out.data(), out.size(), "%lld:%02lld", seconds / 60, seconds % 60);
  } else {
    std::snprintf(out.data(), out.size(), "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
  return out.data();
}

std::string plural(std::uint64_t count, std::string_view noun) {
  auto out = with_commas(count).append(" ").append(noun);
  if (count != 1) out.append("s");
  return out;
}

}  // namespace oar::report
