// The summary as one JSON object; members are only ever added.
#include <boost/json/array.hpp>

#include "host/report/summary.hpp"
#include "host/report/text.hpp"

namespace oar::report {
namespace {

namespace json = boost::json;

std::string_view outcome_of(int exit_code) {
  switch (exit_code) {
    case 0:
      return "done";
    case 1:
      return "fault";
    case 2:
      return "refused";
    case 3:
      return "partly";
    case 4:
      return "nothing_moved";
    default:
      return "interrupted";
  }
}

json::array texts(std::vector<std::string> const& all) {
  json::array out;
  for (auto const& each : all) out.emplace_back(printable(each, ""));
  return out;
}

json::object to_json(sync::RouteSummary const& route, sync::TableSummary const& table, SummaryContext const& context) {
  auto const time = context.time_of ? context.time_of(route.route, table.table) : std::chrono::milliseconds{0};
  return {{"table", table.table},
          {"status", sync::name_of(table.status)},
          {"incremental", table.incremental},
          {"rows", table.counts.rows},
          {"bytes", table.counts.bytes},
          {"deleted", table.counts.deleted},
          {"rejects", table.rejects},
          {"warnings", table.warnings},
          {"elapsed_ms", time.count()},
          {"errors", texts(table.errors)},
          {"notes", texts(table.notes)}};
}

json::object to_json(sync::RouteSummary const& route, SummaryContext const& context) {
  json::array tables;
  for (auto const& table : route.tables) tables.push_back(to_json(route, table, context));
  return {{"source", route.route.source},
          {"destination", route.route.destination},
          {"status", sync::name_of(route.status)},
          {"cursors_resumed", route.cursors_resumed},
          {"resumed_from", route.resumed_from.empty() ? json::value(nullptr) : json::value(route.resumed_from)},
          {"removed_rows", route.removed_rows},
          {"tables", std::move(tables)},
          {"errors", texts(route.errors)},
          {"notes", texts(route.notes)}};
}

json::array to_json(std::vector<sync::EndSummary> const& ends) {
  json::array out;
  for (auto const& end : ends) out.push_back(json::object{{"name", end.name}, {"error", printable(end.error, "")}});
  return out;
}

json::array to_json(std::vector<sync::Warning> const& warnings) {
  json::array out;
  for (auto const& warning : warnings)
    out.push_back(json::object{{"source", warning.source},
                               {"destination", warning.destination},
                               {"table", warning.table},
                               {"message", printable(warning.message, "")}});
  return out;
}

}  // namespace

json::object summary_json(sync::Summary const& summary, SummaryContext const& context) {
  std::uint64_t rows = 0;
  std::uint64_t deleted = 0;
  json::array routes;
  for (auto const& route : summary.routes) {
    if (!summary.refused.empty()) break;  // nothing ran
    routes.push_back(to_json(route, context));
    for (auto const& table : route.tables) {
      rows += table.counts.rows;
      deleted += table.counts.deleted;
    }
  }
  return {{"exit_code", summary.exit_code()},
          {"outcome", outcome_of(summary.exit_code())},
          {"sync_id", summary.sync_id},
          {"sync_time_us", summary.sync_time_us},
          {"elapsed_ms", summary.elapsed_ms},
          {"rows", rows},
          {"deleted", deleted},
          {"state_file", context.state_file.string()},
          {"routes", std::move(routes)},
          {"failed_sources", to_json(summary.failed_sources)},
          {"failed_destinations", to_json(summary.failed_destinations)},
          {"refused", texts(summary.refused)},
          {"fault", summary.fault ? json::value(printable(summary.fault->message(), "")) : json::value(nullptr)},
          {"warnings_count", summary.warnings_count},
          {"warnings", to_json(summary.warnings)}};
}

}  // namespace oar::report
