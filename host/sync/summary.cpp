#include "host/sync/summary.hpp"

#include <algorithm>
#include <ctime>

namespace oar::sync {

std::string_view name_of(Status status) {
  switch (status) {
    case Status::done:
      return "done";
    case Status::partial:
      return "partial";
    case Status::failed:
      return "failed";
    case Status::cancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string rfc3339(std::int64_t unix_us) {
  std::time_t const seconds = static_cast<std::time_t>(unix_us / 1'000'000);
  std::tm parts{};
  if (!gmtime_r(&seconds, &parts)) return {};
  char text[32];
  std::size_t const size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

namespace {

bool all_before_any_row(std::vector<EndSummary> const& ends) {
  return std::all_of(ends.begin(), ends.end(), [](EndSummary const& end) { return end.before_any_row; });
}

// Every source, or every destination, could not connect: no route has a table.
bool nothing_connected(Summary const& summary) {
  bool const failures = !summary.failed_sources.empty() || !summary.failed_destinations.empty();
  bool const none_ran = std::all_of(summary.routes.begin(), summary.routes.end(),
                                    [](RouteSummary const& route) { return route.never_started; });
  return failures && none_ran && all_before_any_row(summary.failed_sources) &&
         all_before_any_row(summary.failed_destinations);
}

bool complete(Summary const& summary) {
  auto const done = [](RouteSummary const& route) { return route.status == Status::done; };
  auto const rejects = [](RouteSummary const& route) {
    return std::any_of(route.tables.begin(), route.tables.end(),
                       [](TableSummary const& table) { return table.rejects > 0; });
  };
  return summary.failed_sources.empty() && summary.failed_destinations.empty() &&
         std::all_of(summary.routes.begin(), summary.routes.end(), done) &&
         std::none_of(summary.routes.begin(), summary.routes.end(), rejects);
}

}  // namespace

int Summary::exit_code() const {
  if (fault) return 1;
  if (!refused.empty()) return 2;
  if (interrupted) return 130;
  if (nothing_connected(*this)) return 4;
  return complete(*this) ? 0 : 3;
}

}  // namespace oar::sync
