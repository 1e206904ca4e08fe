// `sync --source` and `sync --table`: a part of a configuration, and nothing beside it.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

std::string spec(std::string const& scope, std::string const& tables) {
  return "    scope: " + scope + "\n    tables: [" + tables + "]\n";
}

// north: a family, an incremental family, a table by itself. south: one table, into another destination.
std::string north_and_south() {
  return source("north", "left",
                spec("north",
                     "{name: trees, rows: 3, children: 2}, {name: logs, rows: 5, children: 1, incremental: true}, "
                     "{name: birds, rows: 4}")) +
         source("south", "right", spec("south", "{name: fish, rows: 7}")) + sqlite("left") + sqlite("right");
}

Run sync(Folder const& folder, std::vector<std::string> more) {
  more.insert(more.begin(), {"sync", "sync.yaml"});
  return run_oarlock({more, folder.path()});
}

std::multiset<std::string> tables_of(Folder const& folder, std::string const& database) {
  return Database{folder / database}.texts(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_oar%' ESCAPE '\\'");
}

using Names = std::multiset<std::string>;

}  // namespace

TEST_CASE("--source runs the sources that match, and does not touch what the others write to") {
  Folder const folder;
  folder.write("sync.yaml", north_and_south());
  auto const run = sync(folder, {"--source", "nor*"});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(tables_of(folder, "left.db") == Names{"birds", "logs", "logs_items", "trees", "trees_items"});
  CHECK_FALSE(std::filesystem::exists(folder / "right.db"));
  CHECK_FALSE(Contains("south").match(run.out));
}

TEST_CASE("--table takes what matches; children come along as the configuration says, a shared cursor always") {
  struct Case {
    std::vector<std::string> options;
    bool skip_dependent;
    Names expected;
  };
  std::vector<Case> const cases = {
      {{"--table", "birds"}, false, {"birds"}},
      {{"--table", "trees"}, false, {"trees", "trees_items"}},
      {{"--table", "trees"}, true, {"trees"}},
      {{"--table", "trees_items"}, true, {"trees", "trees_items"}},
      {{"--table", "logs"}, true, {"logs", "logs_items"}},
      {{"--table", "b*", "--table", "tree*"}, true, {"birds", "trees", "trees_items"}},
  };
  for (auto const& [options, skip_dependent, expected] : cases) {
    Folder const folder;
    auto config = north_and_south();
    std::string const line = "skip_dependent_tables: false";
    if (skip_dependent) config.replace(config.find(line), line.size(), "skip_dependent_tables: true");
    folder.write("sync.yaml", config);
    auto const run = sync(folder, options);
    INFO(options[1]);
    INFO(run.err);
    INFO(run.out);
    CHECK(run.exit_code == 0);
    CHECK(tables_of(folder, "left.db") == expected);
    CHECK_FALSE(std::filesystem::exists(folder / "right.db"));
  }
}

TEST_CASE("a glob that matches nothing is refused with the nearest name, before anything is written") {
  Folder const folder;
  folder.write("sync.yaml", north_and_south());
  auto const source = sync(folder, {"--source", "sout"});
  CHECK(source.exit_code == 2);
  CHECK_THAT(source.err, Contains("--source: found \"sout\"") && Contains("did you mean \"south\"?"));
  auto const table = sync(folder, {"--table", "bird"});
  CHECK(table.exit_code == 2);
  CHECK_THAT(table.out + table.err, Contains("--table: found \"bird\"") && Contains("did you mean \"birds\"?"));
  auto const json = sync(folder, {"--source", "sout", "--output", "json"});
  CHECK(json.exit_code == 2);
  CHECK_THAT(json.out, Contains("did you mean"));
  for (auto const* name : {"left.db", "right.db"}) {
    if (!std::filesystem::exists(folder / name)) continue;
    CHECK(tables_of(folder, name).empty());
  }
}

TEST_CASE("a part leaves the cursors and rows of the rest as they are") {
  Folder const folder;
  folder.write("sync.yaml", north_and_south());
  REQUIRE(sync(folder, {}).exit_code == 0);
  auto const part = sync(folder, {"--table", "birds", "--table", "fish"});
  CHECK(part.exit_code == 0);
  CHECK_FALSE(Contains("logs").match(part.out));
  auto const whole = sync(folder, {});
  CHECK(whole.exit_code == 0);
  CHECK_THAT(whole.out, Contains("north -> left: 1 saved cursor"));
  Database const database{folder / "left.db"};
  CHECK(database.number("SELECT count(*) FROM logs") == 5);
  CHECK(database.number("SELECT count(*) FROM trees_items") == 6);
}

TEST_CASE("an unfinished sync's rows of other tables wait for a sync that has them") {
  Folder const folder;
  auto const config = [](std::string const& fault) {
    return source("north", "left",
                  spec("north", "{name: trees, rows: 30, checkpoint_every: 10" + fault + "}, {name: birds, rows: 4}")) +
           sqlite("left", "  write_mode: append\n");
  };
  folder.write("sync.yaml", config(", fault: error, fault_row: 25"));
  REQUIRE(sync(folder, {}).exit_code == 3);
  Database const left{folder / "left.db"};
  REQUIRE(left.number("SELECT count(*) FROM trees") == 20);
  folder.write("sync.yaml", config(""));
  REQUIRE(sync(folder, {"--table", "birds"}).exit_code == 0);
  CHECK(left.number("SELECT count(*) FROM trees") == 20);
  auto const whole = sync(folder, {"--table", "trees"});
  CHECK(whole.exit_code == 0);
  CHECK_THAT(whole.out, Contains("removed 20 rows"));
  CHECK(left.number("SELECT count(*) FROM trees") == 30);
}

TEST_CASE("validate --print-schema prints a JSON Schema with the plugins that can be found") {
  Folder const folder;
  auto const run = run_oarlock({{"validate", "--print-schema"}, folder.path()});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("json-schema.org/draft-07") && Contains("\"source_linux\"") &&
                          Contains("\"destination_sqlite\"") && Contains("connection_string"));
}
