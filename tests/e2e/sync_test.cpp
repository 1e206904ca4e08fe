// A sync as a user sees it: rows arrive, the summary tells, the exit code agrees.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace json = boost::json;

namespace {

std::string two_by_two() {
  return source("north", "left, right",
                "    scope: north\n    tables: [{name: n_full, rows: 500}, {name: n_log, rows: 300, incremental: "
                "true}]\n") +
         source("south", "left, right", "    scope: south\n    tables: [{name: s_full, rows: 200, children: 2}]\n") +
         sqlite("left") + sqlite("right");
}

}  // namespace

TEST_CASE("two sources and two destinations in one configuration: every row is in both") {
  Folder const folder;
  folder.write("sync.yaml", two_by_two());
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  for (auto const* name : {"left.db", "right.db"}) {
    Database const database{folder / name};
    CHECK(database.number("SELECT count(*) FROM n_full") == 500);
    CHECK(database.number("SELECT count(*) FROM n_log") == 300);
    CHECK(database.number("SELECT count(*) FROM s_full") == 200);
    CHECK(database.number("SELECT count(*) FROM s_full_items") == 400);
  }
  CHECK_THAT(run.out, Contains("north -> left") && Contains("south -> right") && Contains("s_full_items"));
  CHECK_THAT(run.out, Contains("Done: 2,800 rows in 8 tables") && Contains("State: .oarlock/state.db"));
}

TEST_CASE("into pipes goes no escape code, and no progress into stdout") {
  Folder const folder;
  folder.write("sync.yaml", two_by_two());
  auto const run = run_oarlock({{"sync", "-v", "sync.yaml"}, folder.path()});
  CHECK(run.out.find('\x1b') == std::string::npos);
  CHECK(run.err.find('\x1b') == std::string::npos);
  auto const colored = run_oarlock({{"sync", "--color", "always", "sync.yaml"}, folder.path()});
  CHECK(colored.out.find('\x1b') != std::string::npos);
}

TEST_CASE("with --output json stdout is one document that says what the text says") {
  Folder const folder;
  folder.write("sync.yaml", two_by_two());
  auto const run = run_oarlock({{"sync", "--output", "json", "--color", "always", "sync.yaml"}, folder.path()});
  auto const summary = json::parse(run.out).as_object();
  CHECK(summary.at("exit_code") == 0);
  CHECK(summary.at("outcome") == "done");
  CHECK(summary.at("rows") == 2800);
  CHECK(summary.at("routes").as_array().size() == 4);
}

TEST_CASE("the second run resumes incremental tables and says so") {
  Folder const folder;
  folder.write("sync.yaml", two_by_two());
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  auto const second = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(second.out);
  CHECK(second.exit_code == 0);
  CHECK_THAT(second.out, Contains("Resumed:\n  north -> left: 1 saved cursor"));
  CHECK(Database{folder / "left.db"}.number("SELECT count(*) FROM n_log") == 300);
}

TEST_CASE("a destination that cannot be reached does not stop the other: exit code 3") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept, gone", "    tables: [{name: a, rows: 10}]\n") + sqlite("kept") +
                                recording("gone", "    unreachable: true\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 3);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM a") == 10);
  CHECK_THAT(run.out, Contains("Failed:") && Contains("gone") && Contains("made to be unreachable"));
}

TEST_CASE("nothing that can be reached is exit code 4") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept", "    unreachable: true\n    tables: [{name: a}]\n") + recording("kept", ""));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 4);
  CHECK_THAT(run.out, Contains("made to be unreachable"));
}

TEST_CASE("a table that fails is in the summary and the exit code, and the others go on") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept",
                      "    tables: [{name: good, rows: 20}, {name: bad, rows: 20, fault: error, fault_row: 7}]\n") +
                   sqlite("kept"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 3);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM good") == 20);
  CHECK_THAT(run.out, Contains("bad") && Contains("failed") && Contains("made to fail at row 7"));
}

TEST_CASE("a second sync at the same time is refused and told who syncs") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept", "    delay_ms: 20000\n    tables: [{name: a}]\n") + recording("kept", ""));
  Process first{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  REQUIRE(first.said("reading"));
  auto const second = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(second.err);
  CHECK(second.exit_code == 1);
  CHECK_THAT(second.err, Contains("oarlock sync -v sync.yaml"));
  first.send(SIGKILL);
  first.wait();
  folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a}]\n") + recording("kept", ""));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
}

TEST_CASE("the state file lies where --state or OARLOCK_STATE says") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a}]\n") + recording("kept", ""));
  CHECK(run_oarlock({{"sync", "--state", "a/s.db", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(std::filesystem::exists(folder / "a/s.db"));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path(), {{"OARLOCK_STATE", "b/s.db"}}}).exit_code == 0);
  CHECK(std::filesystem::exists(folder / "b/s.db"));
  CHECK_FALSE(std::filesystem::exists(folder / ".oarlock"));
}

TEST_CASE("the teaching pair does what its guide says: rows arrive once, and only new ones the next time") {
  Folder const folder;
  std::filesystem::create_directory(folder / "out");
  auto const sync = [&](int count) {
    folder.write("teach.yaml",
                 "kind: source\nspec: {name: hi, path: hello, tables: ['*'], destinations: [out], spec: {count: " +
                     std::to_string(count) +
                     "}}\n---\nkind: destination\nspec:\n  name: out\n  path: lines\n  write_mode: append\n"
                     "  provenance: none\n  spec: {folder: out}\n");
    auto const run = run_oarlock({{"sync", "teach.yaml"}, folder.path()});
    INFO(run.err);
    REQUIRE(run.exit_code == 0);
    std::string written;
    for (auto const& file : std::filesystem::directory_iterator(folder / "out")) {
      written += read_file(file.path());
      std::filesystem::remove(file.path());
    }
    return written;
  };
  CHECK(sync(2) == "{\"id\":1,\"text\":\"hello #1\"}\n{\"id\":2,\"text\":\"hello #2\"}\n");
  CHECK(sync(2).empty());
  CHECK(sync(3) == "{\"id\":3,\"text\":\"hello #3\"}\n");
}

TEST_CASE("a row that its source rejects is counted, kept with its reason, and the exit code says so") {
  Folder const folder;
  folder.write("sync.yaml", source("s", "d", "    tables: [{name: t, rows: 10, fault: reject, fault_row: 4}]\n") +
                                sqlite("d", "  max_rejects: 1\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 3);
  CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM t") == 9);
  Database const state{folder / ".oarlock/state.db"};
  CHECK(state.number("SELECT count(*) FROM rejects WHERE reason = 'made to be rejected'") == 1);
}

TEST_CASE("without max_rejects a rejected row fails its table, and the row is kept with its reason") {
  Folder const folder;
  folder.write(
      "sync.yaml",
      source("s", "d", "    tables: [{name: t, rows: 10, fault: reject, fault_row: 4}, {name: u}]\n") + sqlite("d"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 3);
  CHECK(run.out.find("max_rejects (0)") != std::string::npos);
  Database const rows{folder / "d.db"};
  CHECK(rows.number("SELECT count(*) FROM t") == 0);
  CHECK(rows.number("SELECT count(*) FROM u") > 0);
  CHECK(Database{folder / ".oarlock/state.db"}.number("SELECT count(*) FROM rejects") == 1);
}
