// Up to 15 digits a float64 keeps them all (DBL_DIG), and digits / 10^k is exact up to 10^22: most numbers need no
// more.
#include "plugins/file/source/number.hpp"

#include "plugins/file/formats/digits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace oar::file {
namespace {

// The parts of a number as JSON writes them.
struct Parts {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
  bool has_point = false;
  bool has_exponent = false;
};

std::string_view take_digits(std::string_view& text) {
  auto const count = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  auto const digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_exponent(std::string_view& text, Parts& parts) {
  text.remove_prefix(1);
  auto const negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  auto const digits = take_digits(text);
  if (digits.empty() || digits.size() > 6) return false;
  std::from_chars(digits.data(), digits.data() + digits.size(), parts.exponent);
  if (negative) parts.exponent = -parts.exponent;
  parts.has_exponent = true;
  return true;
}

std::optional<Parts> split(std::string_view text) {
  Parts parts;
  parts.negative = text.starts_with('-');
  if (parts.negative) text.remove_prefix(1);
  parts.whole = take_digits(text);
  if (parts.whole.empty() || (parts.whole.size() > 1 && parts.whole[0] == '0')) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
    parts.has_point = true;
    if (parts.fraction.empty()) return std::nullopt;
  }
  if ((text.starts_with('e') || text.starts_with('E')) && !take_exponent(text, parts)) return std::nullopt;
  if (!text.empty()) return std::nullopt;
  return parts;
}

// Digits and a power of ten, zeros stripped on both sides: the same for two texts exactly when the values are equal.
struct Normal {
  std::string digits;
  std::int64_t power = 0;

  bool operator==(Normal const&) const = default;
};

Normal normal(Parts const& parts) {
  Normal out{std::string{parts.whole}.append(parts.fraction),
             parts.exponent - static_cast<std::int64_t>(parts.fraction.size())};
  while (!out.digits.empty() && out.digits.back() == '0') {
    out.digits.pop_back();
    ++out.power;
  }
  out.digits.erase(0, std::min(out.digits.find_first_not_of('0'), out.digits.size()));
  if (out.digits.empty()) out.power = 0;
  return out;
}

constexpr auto powers_of_ten = [] {
  std::array<double, 23> powers{};
  double power = 1;
  for (auto& one : powers) {
    one = power;
    power *= 10;
  }
  return powers;
}();

// -123.45 with at most 15 digits; nothing when it is anything else.
std::optional<double> short_float(std::string_view text) {
  auto const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 16 || !is_digit(text[0])) return std::nullopt;
  if (text[0] == '0' && text.size() > 1 && text[1] != '.') return std::nullopt;
  std::int64_t value = 0;
  std::size_t digits = 0;
  std::size_t point = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      value = value * 10 + (text[i] - '0');
      ++digits;
    } else if (text[i] == '.' && point == text.size() && i + 1 < text.size()) {
      point = i;
    } else {
      return std::nullopt;
    }
  }
  if (digits > 15) return std::nullopt;
  auto const behind = point == text.size() ? 0 : text.size() - point - 1;
  auto const positive = static_cast<double>(value) / powers_of_ten[behind];
  return negative ? -positive : positive;
}

std::optional<double> nearest(std::string_view text) {
  double value = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

template <class T>
std::optional<T> read_integer(std::string_view text) {
  auto const digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !is_digit(digits[0])) return std::nullopt;
  if (digits[0] == '0' && text != "0") return std::nullopt;
  T value{};
  auto const* const end = text.data() + text.size();
  auto const [stopped, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> read_int64(std::string_view text) {
  auto const negative = text.starts_with('-');
  auto const digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18) return read_integer<std::int64_t>(text);
  if (digits[0] == '0' && (negative || digits.size() > 1)) return std::nullopt;
  std::int64_t value = 0;
  for (auto const c : digits) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

std::optional<std::uint64_t> read_uint64(std::string_view text) { return read_integer<std::uint64_t>(text); }

std::optional<double> read_float64(std::string_view text, Digits digits) {
  if (auto const value = short_float(text)) return value;
  auto const parts = split(text);
  if (!parts) return std::nullopt;
  auto const value = nearest(text);
  if (!value || !std::isfinite(*value) || digits == Digits::round) return value;
  char shortest[40];
  auto const* const end =
      std::to_chars(shortest, shortest + sizeof shortest, *value, std::chars_format::scientific).ptr;
  // What to_chars writes, 1.5e+00, is a number as JSON writes them.
  auto const written = split({shortest, static_cast<std::size_t>(end - shortest)});
  if (!written || normal(*parts) != normal(*written)) return std::nullopt;
  return value;
}

std::optional<float> read_float32(std::string_view text) {
  auto const value = read_float64(text, Digits::round);
  if (!value || std::abs(*value) > static_cast<double>(std::numeric_limits<float>::max())) return std::nullopt;
  return static_cast<float>(*value);
}

std::optional<Decimal> read_decimal(std::string_view text, std::int32_t precision, std::int32_t scale) {
  auto const parts = split(text);
  if (!parts) return std::nullopt;
  auto const number = normal(*parts);
  auto const zeros = number.power + scale;  // behind the digits
  if (zeros < 0 || (!number.digits.empty() && static_cast<std::int64_t>(number.digits.size()) + zeros > precision))
    return std::nullopt;
  __extension__ using Wide = unsigned __int128;
  Wide wide = 0;
  for (auto const c : number.digits) wide = wide * 10 + static_cast<unsigned>(c - '0');
  if (!number.digits.empty())
    for (std::int64_t i = 0; i < zeros; ++i) wide *= 10;
  if (parts->negative) wide = ~wide + 1;
  return Decimal{static_cast<std::uint64_t>(wide), static_cast<std::int64_t>(wide >> 64)};
}

std::optional<NumberShape> shape_of(std::string_view text) {
  auto const parts = split(text);
  if (!parts) return std::nullopt;
  auto const number = normal(*parts);
  auto const digits = static_cast<std::int64_t>(number.digits.size());
  NumberShape shape{.negative = parts->negative, .integer = !parts->has_point && !parts->has_exponent};
  shape.whole_digits = std::max<std::int64_t>(digits + number.power, 0);
  shape.fraction_digits = std::max<std::int64_t>(-number.power, 0);
  return shape;
}

}  // namespace oar::file
