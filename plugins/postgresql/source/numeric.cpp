#include "plugins/postgresql/source/numeric.hpp"

#include "plugins/postgresql/source/bytes.hpp"

#include <array>

namespace oar::postgresql::source {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint16_t sign_negative = 0x4000;
constexpr std::uint16_t sign_nan = 0xC000;
constexpr std::uint16_t sign_infinity = 0xD000;
constexpr std::uint16_t sign_minus_infinity = 0xF000;

constexpr std::array<Wide, 39> powers_of_ten = [] {
  std::array<Wide, 39> powers{};
  Wide power = 1;
  for (auto& one : powers) {
    one = power;
    power *= 10;
  }
  return powers;
}();

constexpr std::array<std::uint32_t, 4> small_powers{1, 10, 100, 1000};

// The head of a numeric and its digits of base 10,000; the first stands for 10,000 to the power of `weight`.
struct Digits {
  std::int32_t count;
  std::int32_t weight;
  std::uint16_t sign;
  std::int32_t scale;
  char const* digits;

  std::uint32_t at(std::int32_t i) const {
    return static_cast<std::uint16_t>(read_number<std::int16_t>(digits + 2 * static_cast<std::ptrdiff_t>(i)));
  }
};

std::optional<Digits> digits_of(std::string_view numeric) {
  if (numeric.size() < 8) return std::nullopt;
  auto const* at = numeric.data();
  auto const count = static_cast<std::uint16_t>(read_number<std::int16_t>(at));
  if (numeric.size() != 8 + 2 * std::size_t{count}) return std::nullopt;
  return Digits{count, read_number<std::int16_t>(at + 2), static_cast<std::uint16_t>(read_number<std::int16_t>(at + 4)),
                static_cast<std::uint16_t>(read_number<std::int16_t>(at + 6)), at + 8};
}

Decimal signed_decimal(Wide value, bool negative) {
  if (negative) value = ~value + 1;
  return {static_cast<std::uint64_t>(value), static_cast<std::int64_t>(static_cast<std::uint64_t>(value >> 64))};
}

// Digits of base 10,000 to one number at `scale`, whose last digit stands for 10 to the power of `shift`.
template <class Number>
std::optional<Number> unscaled(Digits const& from, std::int32_t shift) {
  Number value = 0;
  auto const whole = shift >= 0 ? from.count : from.count - 1;
  for (std::int32_t i = 0; i < whole; ++i)
    if (__builtin_mul_overflow(value, Number{10'000}, &value) || __builtin_add_overflow(value, from.at(i), &value))
      return std::nullopt;
  if (shift >= 0) {
    if (value != 0 && shift > 38) return std::nullopt;
    auto const power = shift > 38 ? Wide{1} : powers_of_ten[static_cast<std::size_t>(shift)];
    if (power > Number(~Number{0}) || __builtin_mul_overflow(value, static_cast<Number>(power), &value))
      return std::nullopt;
    return value;
  }
  auto const behind = small_powers[static_cast<std::size_t>(-shift)];
  auto const last = from.at(from.count - 1);
  if (last % behind != 0) return std::nullopt;  // more digits than the scale has
  if (__builtin_mul_overflow(value, Number{10'000 / behind}, &value) ||
      __builtin_add_overflow(value, last / behind, &value))
    return std::nullopt;
  return value;
}

void append_group(std::string& out, std::uint32_t group, bool leading) {
  char const text[4] = {static_cast<char>('0' + group / 1000), static_cast<char>('0' + group / 100 % 10),
                        static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
  std::size_t skip = 0;
  while (leading && skip < 3 && text[skip] == '0') ++skip;
  out.append(text + skip, 4 - skip);
}

}  // namespace

std::optional<Decimal> decimal_of(std::string_view numeric, std::int32_t precision, std::int32_t scale) {
  auto const from = digits_of(numeric);
  if (!from || (from->sign != 0 && from->sign != sign_negative)) return std::nullopt;
  if (from->count == 0) return Decimal{};
  auto const negative = from->sign == sign_negative;
  auto const shift = 4 * (from->weight - (from->count - 1)) + scale;
  if (shift <= -4) return std::nullopt;  // trailing zeros are not sent: these are digits behind the scale
  if (4 * (from->weight + 1) + scale <= 18) {
    auto const small = unscaled<std::uint64_t>(*from, shift);
    if (!small || *small >= powers_of_ten[static_cast<std::size_t>(precision)]) return std::nullopt;
    auto const value = static_cast<std::int64_t>(*small);
    return Decimal{static_cast<std::uint64_t>(negative ? -value : value), negative && value != 0 ? -1 : 0};
  }
  auto const value = unscaled<Wide>(*from, shift);
  if (!value || *value >= powers_of_ten[static_cast<std::size_t>(precision)]) return std::nullopt;
  return signed_decimal(*value, negative);
}

bool surely_decimal(std::string_view numeric, std::int32_t precision, std::int32_t scale) {
  auto const from = digits_of(numeric);
  if (!from || (from->sign != 0 && from->sign != sign_negative)) return false;
  if (from->count == 0) return true;
  auto const shift = 4 * (from->weight - (from->count - 1)) + scale;
  if (4 * (from->weight + 1) > precision - scale || shift <= -4) return false;
  return shift >= 0 || from->at(from->count - 1) % small_powers[static_cast<std::size_t>(-shift)] == 0;
}

bool append_numeric_text(std::string& out, std::string_view numeric) {
  auto const from = digits_of(numeric);
  if (!from) return false;
  if (from->sign == sign_nan) return out += "NaN", true;
  if (from->sign == sign_infinity) return out += "Infinity", true;
  if (from->sign == sign_minus_infinity) return out += "-Infinity", true;
  if (from->sign == sign_negative) out += '-';
  auto const group = [&](std::int32_t power) {  // the digit of 10,000 to that power
    auto const i = from->weight - power;
    return i >= 0 && i < from->count ? from->at(i) : 0u;
  };
  if (from->weight < 0 || from->count == 0) out += '0';
  if (from->count > 0)
    for (auto power = from->weight; power >= 0; --power) append_group(out, group(power), power == from->weight);
  if (from->scale == 0) return true;
  out += '.';
  auto const end = out.size() + static_cast<std::size_t>(from->scale);
  for (std::int32_t power = -1; out.size() < end; --power) append_group(out, group(power), false);
  out.resize(end);
  return true;
}

}  // namespace oar::postgresql::source
