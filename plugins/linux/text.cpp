// How lines, words and numbers are cut out of text, and how foreign bytes are spelled.
#include "text.hpp"

#include <algorithm>

namespace machine {
namespace {

// Bytes of the well-formed UTF-8 character at the front (Unicode 15, table 3-7), or 0.
std::size_t character_size(std::string_view text) {
  auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto const tail = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  auto const first = byte(0);
  if (first == 0) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    auto const low = first == 0xE0 ? 0xA0u : 0x80u;
    auto const high = first == 0xED ? 0x9Fu : 0xBFu;
    return byte(1) >= low && byte(1) <= high && tail(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    auto const low = first == 0xF0 ? 0x90u : 0x80u;
    auto const high = first == 0xF4 ? 0x8Fu : 0xBFu;
    return byte(1) >= low && byte(1) <= high && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

std::string utf8(std::string text) {
  auto const plain = [](char c) { return c != 0 && static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, plain)) return text;
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    auto const size = character_size(rest);
    if (size > 0) {
      out.append(rest.substr(0, size));
      rest.remove_prefix(size);
      continue;
    }
    auto const byte = static_cast<unsigned char>(rest.front());
    out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    rest.remove_prefix(1);
  }
  return out;
}

std::string_view trim(std::string_view text) {
  auto const blank = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    auto const at = text.find(by);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (true) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.empty()) return found;
    auto const end = std::ranges::find_if(text, is_blank) - text.begin();
    found.push_back(text.substr(0, static_cast<std::size_t>(end)));
    text.remove_prefix(static_cast<std::size_t>(end));
  }
}

Halves halve(std::string_view text, char by) {
  auto const at = text.find(by);
  if (at == std::string_view::npos) return {text, {}, false};
  return {text.substr(0, at), text.substr(at + 1), true};
}

std::vector<std::string> strings(std::vector<std::string_view> const& views) { return {views.begin(), views.end()}; }

std::optional<std::string> or_null(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string{text};
}

std::optional<double> real(std::string_view text) {
  double value = 0;
  auto const end = text.data() + text.size();
  auto const [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || at != end || text.empty()) return std::nullopt;
  return value;
}

bool next_line(std::string_view& rest, std::string_view& line) {
  if (rest.empty()) return false;
  auto const end = rest.find('\n');
  line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return true;
}

}  // namespace machine
