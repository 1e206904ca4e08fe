#pragma once
// Where PostgreSQL's dates and times begin and end, and how far its epoch, 2000-01-01, is from Arrow's, 1970-01-01.
// Source: src/include/datatype/timestamp.h of PostgreSQL

#include <oar/type.hpp>

#include <cstdint>

#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {

inline constexpr std::int64_t epoch_days = 10'957;
inline constexpr std::int64_t day_micros = 86'400'000'000;
inline constexpr std::int64_t epoch_micros = epoch_days * day_micros;

// From Arrow's epoch: 4714-11-24 BC up to the last of 5874897 and 294276.
inline constexpr std::int64_t first_day = -2'451'545 + epoch_days;
inline constexpr std::int64_t last_day = 2'147'483'494 - 2'451'545 - 1 + epoch_days;
inline constexpr std::int64_t first_micro = -211'813'488'000'000'000 + epoch_micros;
inline constexpr std::int64_t last_micro = INT64_MAX;  // the server's end, 294277-01-01, lies beyond

// stored = value * factor + shift, for values of [least, most]; both 0 where every value fits.
struct Bounds {
  std::int64_t factor = 1;
  std::int64_t shift = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Nanoseconds are not stored in types that know microseconds, so they never come here.
Bounds bounds_of(Type const& type, Wire into);

}  // namespace oar::postgresql
