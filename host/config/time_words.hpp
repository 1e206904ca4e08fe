#pragma once
// Moments as people write them in `${time:...}`: now, today, yesterday, "3 days ago", "2 hours from now".

#include <chrono>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::config {

// RFC 3339 in UTC, whole seconds: "2026-11-22T21:30:00Z". today and yesterday are their midnight. Months and years are
// calendar ones: a month before 31 March is the last day of February.
Result<std::string> moment(std::string_view words, std::chrono::system_clock::time_point now);

}  // namespace oar::config
