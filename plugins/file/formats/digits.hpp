#pragma once
// Digits of numbers as text.

namespace oar::file {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Its value; -1 when it is none.
constexpr int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace oar::file
