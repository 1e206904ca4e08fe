// From one SQLite file into another: every type, only what is new, nothing that ties lost.
#include <catch2/catch.hpp>

#include <sqlite3.h>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

void execute(fs::path const& path, std::string const& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  auto const code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  INFO(sqlite3_errmsg(database));
  REQUIRE(code == SQLITE_OK);
  sqlite3_close(database);
}

// `spec` is YAML, indented by four spaces.
std::string from_sqlite(std::string const& file, std::string const& more = "", std::string const& spec = "") {
  return "kind: source\nspec:\n  name: copied\n  path: sqlite\n  tables: [\"*\"]\n  destinations: [copy]\n" + more +
         "  spec:\n    connection_string: " + file + "\n" + spec + "---\n";
}

Run sync(Folder const& folder, std::string const& config) {
  folder.write("sync.yaml", config);
  auto run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
  return run;
}

std::multiset<std::string> rows_of(fs::path const& path) {
  std::string columns;
  for (std::string const name : {"id",
                                 "bool_value",
                                 "int8_value",
                                 "int16_value",
                                 "int32_value",
                                 "uint32_value",
                                 "float32_value",
                                 "decimal_value",
                                 "large_text_value",
                                 "binary_value",
                                 "date_value",
                                 "time_value",
                                 "local_timestamp_value",
                                 "duration_value",
                                 "uuid_value",
                                 "json_value",
                                 "inet_value",
                                 "mac_value",
                                 "list_value",
                                 "struct_value",
                                 "map_value",
                                 "dictionary_value",
                                 "null_value"})
    columns += (columns.empty() ? "" : " || '|' || ") + ("typeof(" + name + ") || quote(" + name + ")");
  return Database{path}.texts("SELECT " + columns + " FROM a");
}

}  // namespace

TEST_CASE("a copy of a copy in SQLite holds every type as the first one does") {
  Folder const folder;
  sync(folder, source("made", "kept", "    tables: [{name: a, rows: 300, shape: types}]\n") + sqlite("kept"));
  sync(folder, from_sqlite("kept.db") + sqlite("copy"));
  auto const first = rows_of(folder / "kept.db");
  CHECK(first.size() == 300);
  CHECK(first == rows_of(folder / "copy.db"));
  auto const declared =
      "SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('a') WHERE name NOT LIKE "
      "'\\_oar\\_%' ESCAPE '\\' AND name <> 'null_value'";
  CHECK(Database{folder / "kept.db"}.texts(declared) == Database{folder / "copy.db"}.texts(declared));
}

TEST_CASE("a second incremental sync of a SQLite table reads what is new, and loses nothing that ties") {
  for (std::string const mode : {"append", "overwrite"}) {
    Folder const folder;
    execute(folder / "live.db",
            "CREATE TABLE log (id INTEGER PRIMARY KEY, at TIMESTAMPTZ, word TEXT);"
            "INSERT INTO log VALUES (1, '2026-01-01T00:00:00Z', 'one'), (3, '2026-01-02T00:00:00Z', 'three')");
    auto const config =
        from_sqlite("live.db", "", "    incremental: {log: at}\n") + sqlite("copy", "  write_mode: " + mode + "\n");
    CHECK_THAT(sync(folder, config).out, Contains("2 rows"));
    CHECK_THAT(sync(folder, config).out, !Contains("2 rows"));
    execute(folder / "live.db",
            "INSERT INTO log VALUES (2, '2026-01-02T00:00:00Z', 'tie'), (4, '2026-01-03T00:00:00Z', 'new')");
    sync(folder, config);
    INFO(mode);
    CHECK(Database{folder / "copy.db"}.texts("SELECT word FROM log") ==
          std::multiset<std::string>{"one", "three", "tie", "new"});
  }
}

TEST_CASE("a row of SQLite that its column cannot hold is a reject, and where reads a part") {
  Folder const folder;
  execute(folder / "live.db",
          "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);"
          "INSERT INTO t VALUES (1, 10), (2, 'many'), (3, 30), (4, 40)");
  folder.write("sync.yaml", from_sqlite("live.db", "  table_options: [{tables: t, where: \"id < 4\"}]\n") +
                                sqlite("copy", "  write_mode: append\n  max_rejects: 1\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(Database{folder / "copy.db"}.texts("SELECT n FROM t") == std::multiset<std::string>{"10", "30"});
}

TEST_CASE("a SQLite file that is not there is told, and not made") {
  Folder const folder;
  folder.write("sync.yaml", from_sqlite("gone.db") + sqlite("copy"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  CHECK(run.exit_code == 4);
  CHECK_THAT(run.out + run.err, Contains("gone.db: there is no such file"));
  CHECK_FALSE(fs::exists(folder / "gone.db"));
}
