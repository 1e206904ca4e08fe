// `plan` tells what a sync would do and changes nothing; `migrate` prepares tables and moves no row.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "files.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

std::string full_and_log(std::string const& more = "") {
  return source("made", "kept",
                "    scope: all\n    tables: [{name: users, rows: 40, children: 1}, {name: log, rows: 30, "
                "incremental: true" +
                    more + "}]\n") +
         sqlite("kept");
}

Run plan(Folder const& folder, std::vector<std::string> more = {}) {
  more.insert(more.begin(), "plan");
  more.emplace_back("sync.yaml");
  return run_oarlock({more, folder.path()});
}

json::object plan_json(Folder const& folder) { return json::parse(plan(folder, {"--output", "json"}).out).as_object(); }

json::object const& find(json::value const& list, char const* member, std::string_view name) {
  for (auto const& each : list.as_array())
    if (each.at(member).as_string() == name) return each.as_object();
  FAIL("no " << name << " in " << json::serialize(list));
  std::abort();
}

}  // namespace

TEST_CASE("before the first sync, plan shows tables, splits, the exact statements and the promise, and makes no file") {
  Folder const folder;
  folder.write("sync.yaml", full_and_log());
  auto const before = files_of(folder);
  auto const run = plan(folder);
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("made -> kept: exactly once: rows and cursors are committed together"));
  CHECK_THAT(run.out, Contains("upsert, delete stale") && Contains("incremental"));
  CHECK_THAT(run.out, Contains("from the beginning, about 40 rows"));
  CHECK_THAT(run.out, Contains("Nothing was changed"));
  auto const told = plan_json(folder);
  CHECK(files_of(folder) == before);

  auto const& log = find(told.at("routes").at(0).at("tables"), "table", "log");
  auto const statement = std::string(log.at("statements").at(0).as_string());
  CHECK_THAT(run.out, Contains(statement + ";"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(Database{folder / "kept.db"}.texts("SELECT sql FROM sqlite_master WHERE name = 'log'") ==
        std::multiset<std::string>{statement});
}

TEST_CASE("after a sync, plan says where splits go on and what goes unless it is read again, byte for byte nothing") {
  Folder const folder;
  folder.write("sync.yaml", full_and_log());
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  auto const before = files_of(folder);
  auto const run = plan(folder);
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("goes on where the sync of 20"));
  CHECK_THAT(run.out, Contains("Deleted unless read again:\n    users: 40 rows there now"));
  CHECK_THAT(run.out, !Contains("Statements"));
  auto const told = plan_json(folder);
  auto const& split = find(told.at("routes").at(0).at("splits"), "id", "all/log");
  CHECK(split.at("resumes") == true);
  CHECK(split.at("estimated_rows") == 30);
  CHECK(files_of(folder) == before);
}

TEST_CASE("plan reads past what a killed sync left in logs, and leaves them as they are") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept",
                      "    scope: all\n    delay_ms: 300\n"
                      "    tables: [{name: log, rows: 100000, incremental: true, checkpoint_every: 10}]\n") +
                   sqlite("kept"));
  {
    Process sync{{{"sync", "-v", "sync.yaml"}, folder.path()}};
    REQUIRE(sync.said("reading"));
    while (!fs::exists(folder / "kept.db-wal") && !sync.ended()) {
    }
    sync.send(SIGKILL);
    sync.wait();
  }
  REQUIRE(fs::exists(folder / "kept.db-wal"));
  auto const before = files_of(folder);
  auto const run = plan(folder);
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(files_of(folder) == before);
}

TEST_CASE("plan says what would be refused, with the exit code of the sync") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "gone", "    tables: [{name: a}]\n") + recording("gone", "    unreachable: true\n"));
  auto const gone = plan(folder);
  CHECK(gone.exit_code == 4);
  CHECK_THAT(gone.out, Contains("made to be unreachable"));
  folder.write("sync.yaml",
               source("made", "kept", "    tables: [{name: a}]\n") + sqlite("kept", "  provenance: none\n"));
  auto const refused = plan(folder);
  INFO(refused.err);
  CHECK(refused.exit_code == 2);
  CHECK_THAT(refused.err, Contains("spec/provenance"));
  CHECK_FALSE(fs::exists(folder / "kept.db"));
  CHECK_FALSE(fs::exists(folder / ".oarlock"));
}

TEST_CASE("plan names what is read again because a table was added to its split, and a part leaves others out") {
  Folder const folder;
  auto const log = "    tables: [{name: log, rows: 30, children: 1, incremental: true}]\n";
  auto less = source("made", "kept", log) + sqlite("kept");
  less.insert(less.find("  destinations:"), "  skip_tables: [log_items]\n");
  folder.write("sync.yaml", less);
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  folder.write("sync.yaml",
               source("made", "kept", log) + source("other", "kept", "    tables: [{name: more}]\n") + sqlite("kept"));
  auto const before = files_of(folder);
  auto const run = plan(folder, {"--table", "log"});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("synthetic/log: is read again from the beginning"));
  CHECK_THAT(run.out, Contains("its saved cursor was made without table 'log_items'") && !Contains("other"));
  CHECK(files_of(folder) == before);
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log_items") == 30);
  CHECK_THAT(plan(folder).out, Contains("synthetic/log: goes on"));
}

TEST_CASE("a destination that cannot commit rows and cursors together promises less, in words") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a}]\n") + recording("kept", ""));
  CHECK_THAT(plan(folder).out, Contains("made -> kept: converges by key"));
}

TEST_CASE("migrate makes the tables that the sync then finds; a dry run only tells") {
  Folder const folder;
  folder.write("sync.yaml", full_and_log());
  auto const before = files_of(folder);
  auto const dry = run_oarlock({{"migrate", "--dry-run", "sync.yaml"}, folder.path()});
  INFO(dry.out);
  CHECK(dry.exit_code == 0);
  CHECK_THAT(dry.out, Contains("Statements to run:") && Contains("CREATE TABLE \"log\""));
  CHECK(files_of(folder) == before);

  auto const real = run_oarlock({{"migrate", "sync.yaml"}, folder.path()});
  INFO(real.out);
  CHECK(real.exit_code == 0);
  CHECK_THAT(real.out, Contains("Statements run:") && Contains("3 statements"));
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log") == 0);
  CHECK_THAT(run_oarlock({{"migrate", "sync.yaml"}, folder.path()}).out, Contains("the tables are ready as they are"));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log") == 30);
}

namespace {

// A log whose column `code` is a text, or a number, with rows that were already synced as the other one.
std::string forced_log(std::string const& code_type, std::string const& write_mode) {
  return source("made", "kept",
                "    scope: all\n    tables: [{name: log, rows: 30, incremental: true, shape: " + code_type + "}]\n") +
         sqlite("kept", "  write_mode: " + write_mode + "\n  migrate_mode: forced\n");
}

void rewrite(Folder const& folder, std::string const& sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open((folder / "kept.db").c_str(), &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

}  // namespace

TEST_CASE("rows that a forced migration cannot copy are read again: none is missing, none is there twice") {
  for (auto const* mode : {"overwrite", "append"}) {
    INFO(mode);
    Folder const folder;
    folder.write("sync.yaml", forced_log("narrow", mode));
    REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
    // As if `value` had been of a type that does not convert.
    rewrite(folder,
            "ALTER TABLE log RENAME COLUMN value TO old; ALTER TABLE log ADD COLUMN value DATE_TEXT; "
            "ALTER TABLE log DROP COLUMN old");
    auto const before = files_of(folder);
    auto const foreseen = plan(folder);
    INFO(foreseen.out);
    CHECK(foreseen.exit_code == 0);
    CHECK_THAT(foreseen.out, Contains("all/log: is read again from the beginning"));
    CHECK_THAT(foreseen.out, Contains("its rows cannot be copied, the old table is kept as _oar_old_1_log"));
    CHECK(files_of(folder) == before);

    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.out);
    INFO(run.err);
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.out, Contains("table 'log' was made anew"));
    Database const database{folder / "kept.db"};
    CHECK(database.number("SELECT count(*) FROM log") == 30);
    CHECK(database.number("SELECT count(DISTINCT id) FROM log") == 30);
    bool const appended = std::string_view{mode} == "append";
    CHECK(database.number("SELECT count(*) FROM sqlite_master WHERE name = '_oar_old_1_log'") == (appended ? 1 : 0));
    CHECK_THAT(plan(folder).out, Contains("goes on"));
  }
}

TEST_CASE("rows that a forced migration can copy stay, and the next sync goes on where the last one stopped") {
  Folder const folder;
  folder.write("sync.yaml", forced_log("narrow", "append"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  rewrite(folder,
          "ALTER TABLE log RENAME COLUMN id TO old; ALTER TABLE log ADD COLUMN id TEXT; "
          "UPDATE log SET id = old; ALTER TABLE log DROP COLUMN old");
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("was made anew") && Contains("with its rows") && Contains("1 saved cursor"));
  Database const database{folder / "kept.db"};
  CHECK(database.number("SELECT count(*) FROM log WHERE typeof(id) = 'integer'") == 30);
  CHECK(database.number("SELECT count(*) FROM sqlite_master WHERE name LIKE '%oar_old%'") == 0);
}

TEST_CASE("killed when a forced migration has made a table anew, the next sync reads it from the beginning too") {
  Folder const folder;
  folder.write("sync.yaml", forced_log("narrow", "overwrite"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  rewrite(folder, "ALTER TABLE log DROP COLUMN value; ALTER TABLE log ADD COLUMN value DATE_TEXT");
  auto const killed = run_oarlock({{"sync", "sync.yaml"}, folder.path(), {{"OARLOCK_KILL_AT", "tables-migrated"}}});
  CHECK(killed.exit_code == 128 + SIGKILL);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log") == 0);
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log") == 30);
}

TEST_CASE("when the sync fails, the table that was set aside stays and is named") {
  Folder const folder;
  folder.write("sync.yaml", forced_log("narrow", "overwrite"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  rewrite(folder, "ALTER TABLE log DROP COLUMN value; ALTER TABLE log ADD COLUMN value DATE_TEXT");
  auto const config = forced_log("narrow", "overwrite");
  auto failing = config;
  failing.replace(failing.find("incremental: true"), 17, "incremental: true, fault: error, fault_row: 20");
  folder.write("sync.yaml", failing);
  auto const failed = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(failed.out);
  CHECK(failed.exit_code == 3);
  CHECK_THAT(failed.out, Contains("the old one is kept as _oar_old_1_log until a sync succeeds"));
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM _oar_old_1_log") == 30);

  folder.write("sync.yaml", config);
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  Database const database{folder / "kept.db"};
  CHECK(database.number("SELECT count(*) FROM log") == 30);
  CHECK(database.number("SELECT count(*) FROM sqlite_master WHERE name LIKE '%oar_old%'") == 0);
}
