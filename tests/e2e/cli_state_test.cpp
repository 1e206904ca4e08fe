// `state`, `runs` and `rejects`: what is remembered can be seen, forgotten, carried over, and looking changes nothing.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <csignal>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace json = boost::json;

namespace {

// An incremental table and a full one, appended to an SQLite file that keeps its own record.
std::string north(std::string const& rows = "5", std::string const& more = "") {
  return source("north", "left",
                "    scope: north\n    tables: [{name: logs, rows: " + rows +
                    ", incremental: true}, {name: birds, rows: 4" + more + "}]\n") +
         sqlite("left", "  write_mode: append\n  max_rejects: 10\n");
}

Run run(Folder const& folder, std::vector<std::string> arguments) {
  return run_oarlock({std::move(arguments), folder.path()});
}

std::int64_t count(Folder const& folder, std::string const& table) {
  return Database{folder / "left.db"}.number("SELECT count(*) FROM " + table);
}

}  // namespace

TEST_CASE("state list and state show tell where splits stand, and change no byte") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  auto const before = read_file(folder / ".oarlock/state.db");
  auto const list = run(folder, {"state", "list", "sync.yaml"});
  INFO(list.err);
  CHECK(list.exit_code == 0);
  CHECK_THAT(list.out, Contains("north -> left") && Contains("logs") && Contains("incremental"));
  auto const here = run(folder, {"state", "list", "--output", "json"});
  auto const splits = json::parse(here.out).at("splits").as_array();
  REQUIRE(splits.size() == 1);
  CHECK(splits[0].at("tables").as_array().at(0) == "logs");
  CHECK(splits[0].at("epoch").as_int64() >= 1);
  auto const show = run(folder, {"state", "show", "--table", "log*"});
  CHECK_THAT(show.out, Contains("cursor     5") && Contains("epoch") && Contains("sync time"));
  CHECK(read_file(folder / ".oarlock/state.db") == before);

  auto const none = run(folder, {"state", "list", "--source", "south"});
  CHECK(none.exit_code == 0);
  CHECK_THAT(none.out, Contains("Nothing is remembered"));
  CHECK(run(folder, {"state", "show", "--source", "south"}).exit_code == 2);
}

TEST_CASE("without a state file lists are empty, and none is made") {
  Folder const folder;
  for (auto const& command :
       std::vector<std::vector<std::string>>{{"state", "list"}, {"runs", "list"}, {"rejects", "list"}}) {
    auto const listed = run(folder, command);
    CHECK(listed.exit_code == 0);
    CHECK_THAT(listed.err, Contains("there is no state file"));
  }
  CHECK(run(folder, {"runs", "show"}).exit_code == 2);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("state reset with a configuration reaches the destination's own record: rows are read again") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  auto const unasked = run(folder, {"state", "reset", "sync.yaml", "--source", "north"});
  CHECK(unasked.exit_code == 2);
  CHECK_THAT(unasked.err, Contains("--yes"));
  CHECK_THAT(unasked.out, Contains("logs") && Contains("read again from the start"));
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  CHECK(count(folder, "logs") == 5);

  auto const reset = run(folder, {"state", "reset", "sync.yaml", "--source", "nor*", "--table", "logs", "--yes"});
  INFO(reset.err);
  CHECK(reset.exit_code == 0);
  CHECK_THAT(reset.out, Contains("Forgot 1 split"));
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  CHECK(count(folder, "logs") == 10);
}

TEST_CASE("state reset without a configuration says that the destination still knows") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  auto const reset = run(folder, {"state", "reset", "--source", "north", "--yes"});
  CHECK(reset.exit_code == 0);
  CHECK_THAT(reset.err, Contains("only this state file forgot"));
  CHECK_THAT(run(folder, {"state", "list"}).out, Contains("Nothing is remembered"));
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  CHECK(count(folder, "logs") == 5);
}

TEST_CASE("state reset refuses what it does not know, or what is not said") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  struct Case {
    std::vector<std::string> options;
    std::string says;
  };
  std::vector<Case> const cases = {
      {{"sync.yaml", "--yes"}, "no --source GLOB is given"},
      {{"sync.yaml", "--source", "nort", "--yes"}, "did you mean \"north\"?"},
      {{"sync.yaml", "--source", "north", "--destination", "right", "--yes"}, "matches no destination"},
      {{"sync.yaml", "--source", "north", "--table", "fish", "--yes"}, "nothing is remembered of"},
      {{"--source", "south", "--yes"}, "nothing is remembered of --source south"},
  };
  for (auto const& [options, says] : cases) {
    auto arguments = options;
    arguments.insert(arguments.begin(), {"state", "reset"});
    auto const refused = run(folder, arguments);
    INFO(says);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, Contains(says));
  }
}

TEST_CASE("what state export prints, state import takes: but nothing older than what is known") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  auto const old = run(folder, {"state", "export", "sync.yaml"});
  REQUIRE(old.exit_code == 0);
  folder.write("old.json", old.out);
  auto const import = run(folder, {"state", "import", "old.json", "--state", "other.db", "--yes"});
  INFO(import.err);
  CHECK(import.exit_code == 0);
  CHECK(json::parse(run(folder, {"state", "export", "--state", "other.db"}).out) == json::parse(old.out));

  folder.write("sync.yaml", north("9"));
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  auto const older = run(folder, {"state", "import", "old.json", "--yes"});
  CHECK(older.exit_code == 1);
  CHECK_THAT(older.err, Contains("which is older; nothing was imported"));
  folder.write("junk.json", "{\"oarlock_state\": 7}");
  CHECK_THAT(run(folder, {"state", "import", "junk.json", "--yes"}).err, Contains("found version 7, expected 1"));
  CHECK(run(folder, {"state", "import", "missing.json", "--yes"}).exit_code == 2);
}

TEST_CASE("runs list and runs show tell what ran, how it ended and what it moved") {
  Folder const folder;
  folder.write("sync.yaml", north());
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 0);
  folder.write("sync.yaml", north("7", ", fault: error, fault_row: 2"));
  REQUIRE(run(folder, {"sync", "sync.yaml"}).exit_code == 3);
  auto const list = json::parse(run(folder, {"runs", "list", "--output", "json"}).out).at("runs").as_array();
  REQUIRE(list.size() == 2);
  CHECK(list[0].at("status") == "partly");
  CHECK(list[1].at("status") == "done");
  CHECK(list[1].at("rows") == 9);
  CHECK_THAT(run(folder, {"runs", "list", "--status", "done"}).out, Contains("done") && !Contains("partly"));
  CHECK(
      json::parse(run(folder, {"runs", "list", "--last", "1", "--output", "json"}).out).at("runs").as_array().size() ==
      1);

  auto const last = run(folder, {"runs", "show"});
  CHECK(last.exit_code == 0);
  CHECK_THAT(last.out,
             Contains("exit code  3") && Contains("made to fail at row 2") && Contains("oarlock sync sync.yaml"));
  auto const first = run(folder, {"runs", "show", std::string(list[1].at("id").as_string()).substr(0, 8)});
  CHECK_THAT(first.out, Contains("exit code  0"));
  CHECK(run(folder, {"runs", "show", "zzz"}).exit_code == 2);
}

TEST_CASE("a run that was killed is interrupted, one that lives is running") {
  Folder const folder;
  folder.write("sync.yaml",
               source("north", "left", "    delay_ms: 60000\n    tables: [{name: t, rows: 3}]\n") + sqlite("left"));
  Process sync{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  auto const status = [&] {
    auto const runs = json::parse(run(folder, {"runs", "list", "--output", "json"}).out).at("runs").as_array();
    return runs.empty() ? std::string{} : std::string(runs[0].at("status").as_string());
  };
  auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (status().empty() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  CHECK(status() == "running");
  sync.send(SIGKILL);
  sync.wait();
  CHECK(status() == "interrupted");
  CHECK_THAT(run(folder, {"runs", "show"}).out, Contains("ended without a word"));
}

TEST_CASE("rejects are listed and exported as text, JSON, NDJSON and CSV") {
  Folder const folder;
  folder.write("sync.yaml", north("5", ", fault: reject, fault_row: 3"));
  auto const synced = run(folder, {"sync", "sync.yaml"});
  INFO(synced.out);
  auto const listed = run(folder, {"rejects", "list"});
  CHECK_THAT(listed.out, Contains("birds") && Contains("made to be rejected") && Contains("{\"id\":3}"));
  auto const rows = json::parse(run(folder, {"rejects", "list", "--output", "json"}).out).at("rejects").as_array();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("row").at("id") == 3);
  CHECK(json::parse(run(folder, {"rejects", "export", "--run", "last"}).out) == rows[0]);
  auto const csv = run(folder, {"rejects", "export", "--output", "csv"}).out;
  CHECK_THAT(csv,
             Catch::StartsWith("time,source,destination,table,run,reason,row\r\n") && Contains("\"{\"\"id\"\":3}\""));
  CHECK_THAT(run(folder, {"rejects", "list", "--table", "logs"}).out, Contains("No reject"));
  CHECK(run(folder, {"rejects", "list", "--run", "zzz"}).exit_code == 2);
}
