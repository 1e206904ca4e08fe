#pragma once
// Dates and times as text: 2026-11-23, 2026-11-23T10:00:00.5Z, 10:00:00.

#include <cstdint>
#include <optional>
#include <string_view>

namespace oar::file {

// Days since 1970-01-01 of YYYY-MM-DD.
std::optional<std::int32_t> read_date(std::string_view text);
// Microseconds since midnight of HH:MM:SS[.f], up to six digits of a second.
std::optional<std::int64_t> read_time(std::string_view text);
// DATE and TIME with a T or a space between, as microseconds since 1970-01-01 00:00 there; no zone may follow.
std::optional<std::int64_t> read_local_timestamp(std::string_view text);
// The same with Z, +HH:MM or -HH:MM behind, as microseconds since 1970-01-01 00:00 UTC.
std::optional<std::int64_t> read_timestamp(std::string_view text);

}  // namespace oar::file
