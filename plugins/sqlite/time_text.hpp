#pragma once
// Dates, times and timestamps as ISO 8601 text of a fixed number of digits, so that text order is time order; and back.

#include <oar/type.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oar::sqlite {

// "2026-01-02". Years before 0 and after 9999 are "-0001-01-02" and "+10000-01-02", and sort wrongly.
void append_date(std::string& out, std::int64_t days);
// "03:04:05.678900": six digits, nine for nanoseconds.
void append_time(std::string& out, std::int64_t count, Unit unit);
// "2026-01-02T03:04:05.678900Z"; without the Z where the type has no zone.
void append_timestamp(std::string& out, std::int64_t count, Type const& type);

// Nothing for text that is none, or that the unit cannot hold exactly. Any number of fraction digits; 'T' or a blank.
std::optional<std::int64_t> parse_date(std::string_view text);
std::optional<std::int64_t> parse_time(std::string_view text, Unit unit);
std::optional<std::int64_t> parse_timestamp(std::string_view text, Unit unit);

}  // namespace oar::sqlite
