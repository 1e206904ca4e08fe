#pragma once
// PostgreSQL counts days and microseconds from 2000-01-01, Arrow from 1970-01-01.

#include <cstdint>
#include <limits>

namespace oar::postgresql::source {

constexpr std::int32_t days_to_2000 = 10'957;
constexpr std::int64_t micros_to_2000 = 946'684'800'000'000;

// As the server counts; the ends of both ranges stand for infinity.
constexpr std::int32_t latest_date = std::numeric_limits<std::int32_t>::max() - days_to_2000;
constexpr std::int64_t latest_timestamp = std::numeric_limits<std::int64_t>::max() - micros_to_2000;

}  // namespace oar::postgresql::source
