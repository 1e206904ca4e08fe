// The end of a sync, as text and as JSON.
#include <catch2/catch.hpp>

#include "host/report/summary.hpp"
#include "host/report/warnings.hpp"

using namespace oar::report;
using Catch::Contains;
using oar::sync::Status;

namespace {

oar::sync::Summary summary_of(std::vector<oar::sync::TableSummary> tables) {
  oar::sync::Summary summary;
  summary.sync_id = "id";
  summary.elapsed_ms = 1500;
  summary.routes.push_back({.route = {"linux", "local"}, .tables = std::move(tables)});
  return summary;
}

std::string text_of(oar::sync::Summary const& summary) {
  return summary_text(summary, {.state_file = "state.db", .time_of = {}}, Style{});
}

}  // namespace

TEST_CASE("a clean sync is a table and one sentence, without columns of zeros") {
  auto const text = text_of(summary_of(
      {{.table = "users", .counts = {.rows = 1234}}, {.table = "logins", .incremental = true, .counts = {.rows = 1}}}));
  CHECK(text ==
        "SOURCE -> DESTINATION  TABLE    ROWS  TIME  STATE\n"
        "linux -> local         users   1,234        done\n"
        "                       logins      1        done, incremental\n"
        "\nDone: 1,235 rows in 2 tables in 1.5 s.\nState: state.db\n");
}

TEST_CASE("what failed, was deleted, warned of or resumed is told") {
  auto summary =
      summary_of({{.table = "users", .status = Status::failed, .warnings = 2, .errors = {"cannot read\n/etc/passwd"}},
                  {.table = "groups", .counts = {.rows = 5, .deleted = 2}, .notes = {"held back"}}});
  summary.routes[0].status = Status::partial;
  summary.routes[0].cursors_resumed = 2;
  summary.routes[0].resumed_from = "2026-11-22T21:00:00Z";
  summary.failed_destinations.push_back({"remote", "connection refused"});
  summary.warnings = {{.source = "linux", .table = "users", .message = "cannot read /proc/1/fd"},
                      {.source = "linux", .table = "users", .message = "cannot read /proc/22/fd"}};
  summary.warnings_count = 2;
  auto const text = text_of(summary);
  INFO(text);
  CHECK_THAT(text, Contains("DELETED") && Contains("WARNINGS") && Contains("failed"));
  CHECK_THAT(text, Contains("linux -> local: 2 saved cursors, the latest of 2026-11-22T21:00:00Z"));
  CHECK_THAT(text, Contains("linux: users: cannot read /proc/1/fd, and 1 more like it"));
  CHECK_THAT(text, Contains("linux -> local: users: cannot read\n    /etc/passwd"));
  CHECK_THAT(text, Contains("destination remote: connection refused"));
  CHECK_THAT(text, Contains("linux -> local: groups: held back"));
  CHECK_THAT(text, Contains("Partly done: 5 rows in 2 tables in 1.5 s; 1 of them not completely."));
}

TEST_CASE("what kept an end from being opened is told once, whatever a route had beside it") {
  auto summary = summary_of({});
  summary.failed_sources.push_back({"linux", "no such host"});
  summary.routes[0].errors = {"no such host", "cannot roll back"};
  auto const text = text_of(summary);
  INFO(text);
  CHECK_THAT(text, Contains("Failed:\n  source linux: no such host\n  linux -> local: cannot roll back\n"));
}

TEST_CASE("the sentence at the end follows the exit code") {
  auto summary = summary_of({});
  summary.refused = {"linux: tables: no table matches \"x*\""};
  CHECK_THAT(text_of(summary), Contains("Refused: nothing was moved") && Contains("no table matches"));
  summary.refused.clear();
  summary.interrupted = true;
  CHECK_THAT(text_of(summary), Contains("Interrupted") && Contains("`oarlock sync --resume` goes on from there"));
  summary.fault = oar::Error::of(oar::Errc::io, "disk full");
  CHECK_THAT(text_of(summary), Contains("disk full"));
}

TEST_CASE("the JSON summary holds the same facts") {
  auto const summary = summary_of({{.table = "users", .counts = {.rows = 7, .deleted = 1}}});
  auto const document = summary_json(summary, {.state_file = "state.db", .time_of = {}});
  CHECK(document.at("exit_code") == 0);
  CHECK(document.at("outcome") == "done");
  CHECK(document.at("rows") == 7);
  CHECK(document.at("deleted") == 1);
  CHECK(document.at("state_file") == "state.db");
  auto const& route = document.at("routes").as_array().at(0).as_object();
  CHECK(route.at("source") == "linux");
  CHECK(route.at("tables").as_array().at(0).as_object().at("rows") == 7);
}

TEST_CASE("warnings that differ in a number, a path or a quoted name are alike; those of other tables are not") {
  auto const groups = group_warnings({{.source = "s", .table = "a", .message = "row 1 of \"x\" in /tmp/q is odd"},
                                      {.source = "s", .table = "a", .message = "row 23 of \"yy\" in /var/z is odd"},
                                      {.source = "s", .table = "b", .message = "row 1 of \"x\" in /tmp/q is odd"},
                                      {.source = "s", .table = "a", .message = "row 1 is even"}});
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].count == 2);
  CHECK(to_string(groups[0]) == "s: a: row 1 of \"x\" in /tmp/q is odd, and 1 more like it");
}
