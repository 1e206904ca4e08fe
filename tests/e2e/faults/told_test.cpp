// What fails is said three times: in the summary, by `runs show`, and by the exit code; and it stops nobody else.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "logs.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

namespace json = boost::json;

// The rows of `runs show` that are about one route, by table; "" = the route as a whole.
std::map<std::string, json::object> shown_run(Folder const& folder, std::string const& source,
                                              std::string const& destination, int exit_code) {
  auto const run = run_oarlock({{"runs", "show", "--output", "json"}, folder.path()});
  INFO(run.out << run.err);
  auto const document = json::parse(run.out).as_object();
  CHECK(document.at("exit_code") == exit_code);
  std::map<std::string, json::object> tables;
  for (auto const& each : document.at("tables").as_array())
    if (each.at("source") == json::string_view{source} && each.at("destination") == json::string_view{destination})
      tables[std::string{each.at("table").as_string()}] = each.as_object();
  return tables;
}

void check_failed(json::object const& table, std::string const& why) {
  CHECK(table.at("status") == "failed");
  CHECK_THAT(std::string{table.at("error").as_string()}, Contains(why));
}

std::string scoped_list(std::string const& name, int rows, std::string const& more = "") {
  return source(name, "d",
                "    scope: " + name + "\n    tables: [{name: list, rows: " + std::to_string(rows) +
                    ", checkpoint_every: 10" + more + "}]\n");
}

}  // namespace

TEST_CASE("a failing table stops no other: summary, runs show and exit code say so, and the next run repairs it") {
  Folder const folder;
  auto const config = [](std::string const& fault) {
    return source("s", "d", "    tables: [{name: good, rows: 20}, {name: bad, rows: 20" + fault + "}]\n") + sqlite("d");
  };
  folder.write("sync.yaml", config(", fault_row: 7, fault: error"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out, Contains("s -> d: bad: made to fail at row 7") && Contains("Partly done"));
  auto const shown = shown_run(folder, "s", "d", 3);
  check_failed(shown.at("bad"), "made to fail at row 7");
  CHECK(shown.at("good").at("status") == "done");
  CHECK(shown.at("good").at("rows") == 20);
  CHECK_THAT(run_oarlock({{"runs", "show"}, folder.path()}).out, Contains("s -> d: bad: made to fail at row 7"));
  folder.write("sync.yaml", config(""));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM bad") == 20);
}

TEST_CASE("a failing scope stops no other of the same table: its old rows stay, the others' stale ones go") {
  Folder const folder;
  auto const stored = [&](std::string const& scope) {
    return Database{folder / "d.db"}.number("SELECT count(*) FROM list WHERE _oar_source = '" + scope + "'");
  };
  // Both have the ids from 1 on: keyless, so that each scope keeps rows of its own.
  auto const keyless = ", keyed: false";
  folder.write("sync.yaml", scoped_list("north", 150, keyless) + scoped_list("south", 150, keyless) + sqlite("d"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  folder.write("sync.yaml", scoped_list("north", 140, keyless) +
                                scoped_list("south", 140, std::string{keyless} + ", fault_row: 55, fault: error") +
                                sqlite("d"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out, Contains("south -> d: list: made to fail at row 55"));
  CHECK(stored("north") == 140);
  CHECK(stored("south") >= 150);  // of the new ones, those before the last checkpoint
  check_failed(shown_run(folder, "south", "d", 3).at("list"), "made to fail at row 55");
  CHECK(shown_run(folder, "north", "d", 3).at("list").at("status") == "done");
  folder.write("sync.yaml", scoped_list("north", 140, keyless) + scoped_list("south", 140, keyless) + sqlite("d"));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(stored("south") == 140);
}

TEST_CASE("a failing destination stops no other: summary, runs show and exit code say so") {
  auto const [fault, why, told] = GENERATE(table<std::string, std::string, std::string>(
      {{"unreachable: true", "made to be unreachable", "Failed:\n  destination odd: "},
       {"fail_commit: 2\nfail_for_ever: true", "made to fail at commit", "Failed:\n  s -> odd: commit: "}}));
  Folder const folder;
  folder.write("sync.yaml", log_source("s", "d, odd") + sqlite("d") + recording_log("odd", fault));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out, Contains(told + why) && Contains("Partly done"));
  CHECK(shown_run(folder, "s", "odd", 3).at("s_log").at("status") == "failed");
  check_log(folder, "d", "s");
  check_failed(shown_run(folder, "s", "odd", 3).at(""), why);
  CHECK(shown_run(folder, "s", "d", 3).at("s_log").at("status") == "done");
}

TEST_CASE("when everything is reached and every commit fails it is exit code 3; 4 says that nothing could be reached") {
  auto const [fault, code, verdict] = GENERATE(table<std::string, int, std::string>(
      {{"fail_commit: 1\nfail_for_ever: true", 3, "Failed: 0 rows"}, {"unreachable: true", 4, "Nothing moved: "}}));
  Folder const folder;
  folder.write("sync.yaml",
               log_source("s", "odd, worse") + recording_log("odd", fault) + recording_log("worse", fault));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == code);
  CHECK_THAT(run.out, Contains(verdict));
  for (auto const* name : {"odd", "worse"}) check_failed(shown_run(folder, "s", name, code).at(""), "made to ");
  CHECK(recorded_log(folder, "odd").empty());
  folder.write("sync.yaml", log_source("s", "odd, worse") + recording_log("odd") + recording_log("worse"));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  check_recorded_log(folder, "odd");
  check_recorded_log(folder, "worse");
}
