#pragma once
// PostgreSQL's numeric in its binary form, to decimals and to text, every digit kept.
// Source: src/backend/utils/adt/numeric.c, numeric_send()

#include <oar/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oar::postgresql::source {

// The unscaled value at that scale; nothing when it is NaN, infinite, has more digits behind the point than `scale`, or
// more in all than `precision`.
std::optional<Decimal> decimal_of(std::string_view numeric, std::int32_t precision, std::int32_t scale);

// A quick look: true only where decimal_of() has a value.
bool surely_decimal(std::string_view numeric, std::int32_t precision, std::int32_t scale);

// As the server prints it: "-12.50", "NaN", "Infinity". False when the bytes are no numeric.
bool append_numeric_text(std::string& out, std::string_view numeric);

}  // namespace oar::postgresql::source
