// Files as a source, through the real binary into SQLite: types, rejects, and logs that rotate while they are read.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;
using Lines = std::multiset<std::string>;

namespace {

// `spec` is YAML, indented by four spaces.
std::string file_source(std::string const& spec) {
  return "kind: source\nspec:\n  name: files\n  path: file\n  tables: [\"*\"]\n  destinations: [db]\n  spec:\n" + spec +
         "---\n";
}

Run sync(Folder const& folder) {
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
  return run;
}

void append(std::filesystem::path const& path, std::string const& text) {
  std::ofstream{path, std::ios::app | std::ios::binary} << text;
}

}  // namespace

TEST_CASE("CSV files become one typed table, each value with all its digits") {
  Folder const folder;
  folder.write("a.csv", "id,amount,day,note\r\n1,0.10,2026-01-01,\"two\r\nlines, \"\"quoted\"\"\"\r\n");
  folder.write("b.csv", "\xEF\xBB\xBFnote,id,big\n,9007199254740993,123456789012345678901234567890\n");
  folder.write("sync.yaml", file_source("    path: \"*.csv\"\n    table: all\n    primary_key: [id]\n") + sqlite("db"));
  sync(folder);
  Database const database{folder / "db.db"};
  CHECK(database.texts("SELECT id || '|' || amount || '|' || day || '|' || note FROM \"all\" WHERE id = 1") ==
        Lines{"1|0.1|2026-01-01|two\r\nlines, \"quoted\""});
  CHECK(database.texts("SELECT id || '|' || big FROM \"all\" WHERE note IS NULL") ==
        Lines{"9007199254740993|123456789012345678901234567890"});
  CHECK(database.texts("SELECT _oar_scope FROM \"all\"") ==
        Lines{std::filesystem::canonical(folder / "a.csv"), std::filesystem::canonical(folder / "b.csv")});
}

TEST_CASE("a row that does not fit is kept as a reject with its place, and the exit code says so") {
  Folder const folder;
  std::string csv = "id,n\n";
  for (int i = 0; i < 10'000; ++i) csv += std::to_string(i) + ",1\n";
  folder.write("a.csv", csv + "10000,many\n10001\n10002,2\n");
  folder.write("sync.yaml", file_source("    path: a.csv\n") + sqlite("db", "  max_rejects: 10\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(Database{folder / "db.db"}.number("SELECT count(*) FROM a") == 10'001);
  Database const state{folder / ".oarlock/state.db"};
  CHECK(state.texts("SELECT reason FROM rejects") ==
        Lines{"column n: \"many\" is no int64", "has 1 fields, but the header has 2"});
}

TEST_CASE("what a file does not hold any more is deleted, and only of that file") {
  Folder const folder;
  folder.write("a.csv", "id\n1\n2\n");
  folder.write("b.csv", "id\n3\n4\n");
  folder.write("sync.yaml",
               file_source("    path: [a.csv, b.csv]\n    table: t\n    primary_key: [id]\n") + sqlite("db"));
  sync(folder);
  folder.write("a.csv", "id\n2\n5\n");
  sync(folder);
  CHECK(Database{folder / "db.db"}.texts("SELECT id FROM t") == Lines{"2", "3", "4", "5"});
}

TEST_CASE("a log that grows and rotates is appended once, line by line") {
  Folder const folder;
  folder.write("sync.yaml",
               file_source("    path: app.log\n    format: ndjson\n    incremental: true\n    columns: {n: int64}\n") +
                   sqlite("db", "  write_mode: append\n"));
  folder.write("app.log", "{\"n\":1}\n{\"n\":2}\n{\"n\":");
  sync(folder);
  append(folder / "app.log", "3}\n{\"n\":4}\n");
  std::filesystem::rename(folder / "app.log", folder / "app.log.1");
  folder.write("app.log", "{\"n\":5}\n");
  sync(folder);
  sync(folder);
  CHECK(Database{folder / "db.db"}.texts("SELECT n FROM app") == Lines{"1", "2", "3", "4", "5"});
  folder.write("app.log", "{\"n\":6}\n");
  auto const cut = sync(folder);
  CHECK_THAT(cut.out + cut.err, Contains("may be missing"));
  CHECK(Database{folder / "db.db"}.texts("SELECT n FROM app") == Lines{"1", "2", "3", "4", "5", "6"});
}

TEST_CASE("what cannot be read is said before anything runs") {
  Folder const folder;
  auto const refused = [&](std::string const& spec) {
    folder.write("sync.yaml", file_source(spec) + sqlite("db"));
    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.out << run.err);
    CHECK(run.exit_code != 0);
    CHECK_FALSE(std::filesystem::exists(folder / "db.db"));
    return run.out + run.err;
  };
  folder.write("a.csv", "id\n1\n");
  folder.write("a.csv.gz", "x");
  CHECK_THAT(refused("    path: none.csv\n"), Contains("none.csv: no such file"));
  CHECK_THAT(refused("    path: a.csv\n    columns: {id: number}\n"), Contains("\"number\" is no type"));
  CHECK_THAT(refused("    path: a.csv\n    columns: {it: int64}\n"), Contains("no file of table a has this column"));
  CHECK_THAT(refused("    path: a.csv\n    primary_key: [it]\n"), Contains("table a has no column it"));
  CHECK_THAT(refused("    path: a.csv.gz\n    incremental: true\n"), Contains("incremental: true"));
}
