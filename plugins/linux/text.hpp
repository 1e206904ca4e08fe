#pragma once
// Small readers of the text that /proc, /sys and /etc are written in.

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace machine {

// Valid UTF-8 without NUL: every other byte becomes the four characters \xNN, so that nothing is silently dropped.
std::string utf8(std::string text);

std::string_view trim(std::string_view text);
// "a::b" by ':' is {"a", "", "b"}; "" is {""}.
std::vector<std::string_view> split(std::string_view text, char by);
// What stands between blanks and tabs.
std::vector<std::string_view> words(std::string_view text);
// Before and after the first `by`; all of it and nothing when there is none.
struct Halves {
  std::string_view before;
  std::string_view after;
  bool found = false;
};
Halves halve(std::string_view text, char by);

std::vector<std::string> strings(std::vector<std::string_view> const& views);
// NULL instead of an empty text.
std::optional<std::string> or_null(std::string_view text);

// The whole text as a number, or nothing.
template <class T = std::int64_t>
std::optional<T> number(std::string_view text, int base = 10) {
  T value{};
  auto const end = text.data() + text.size();
  auto const [at, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || at != end || text.empty()) return std::nullopt;
  return value;
}
std::optional<double> real(std::string_view text);

// The next line without its end; false when there is none left.
bool next_line(std::string_view& rest, std::string_view& line);

// Calls each(line, number) for every line; numbers count from 1.
template <class Each>
void for_each_line(std::string_view text, Each each) {
  std::int64_t number = 0;
  for (std::string_view line; next_line(text, line);) each(line, ++number);
}

}  // namespace machine
