#include "plugins/postgresql/destination/limits.hpp"

namespace oar::postgresql {
namespace {

std::int64_t micros_in(Unit unit) { return unit == Unit::second ? 1'000'000 : unit == Unit::milli ? 1'000 : 1; }

// Rounds towards the inside: the first is before 0, the last after.
Bounds within(std::int64_t factor, std::int64_t shift, std::int64_t first, std::int64_t last) {
  return {factor, shift, first / factor, last / factor};
}

}  // namespace

Bounds bounds_of(Type const& type, Wire into) {
  auto const factor = micros_in(type.unit);
  switch (type.kind) {
    case Kind::date32:
      if (into == Wire::timestamp) return within(day_micros, -epoch_micros, first_micro, last_micro);
      return {1, -epoch_days, first_day, last_day};
    case Kind::time32:
    case Kind::time64:
      return {factor, 0, 0, day_micros / factor};
    case Kind::timestamp:
      return within(factor, -epoch_micros, first_micro, last_micro);
    case Kind::duration:
      if (type.unit == Unit::nano || factor == 1) return {};
      return within(factor, 0, -INT64_MAX, INT64_MAX);
    default:
      return {};
  }
}

}  // namespace oar::postgresql
