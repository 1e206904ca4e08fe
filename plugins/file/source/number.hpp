#pragma once
// Numbers as text, read so that every digit is kept or the text is refused.
// A number is what JSON calls one: -12, 0.50, 1e-7; no plus sign, no leading zeros, no spaces.

#include <oar/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace oar::file {

// How exact a float must be: keep = its shortest form has the text's digits, but for trailing zeros.
enum class Digits { keep, round };

// -0 is no integer: it would lose its sign.
std::optional<std::int64_t> read_int64(std::string_view text);
std::optional<std::uint64_t> read_uint64(std::string_view text);
std::optional<double> read_float64(std::string_view text, Digits digits = Digits::keep);
std::optional<float> read_float32(std::string_view text);  // the nearest one
// The value times ten to the power of scale, if that is an integer of at most `precision` digits.
std::optional<Decimal> read_decimal(std::string_view text, std::int32_t precision, std::int32_t scale);

// What a number needs as a decimal; trailing zeros need nothing.
struct NumberShape {
  bool negative = false;
  std::int64_t whole_digits = 0;     // before the point
  std::int64_t fraction_digits = 0;  // behind it, without trailing zeros
  bool integer = false;              // written without point and exponent
};
std::optional<NumberShape> shape_of(std::string_view text);

}  // namespace oar::file
