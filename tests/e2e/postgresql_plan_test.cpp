// `plan` and `migrate` where PostgreSQL is an end: what they tell, and that they write nothing.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "files.hpp"
#include "process.hpp"
#include "tests/support/postgres/cluster.hpp"

using namespace oar::e2e;
using Catch::Contains;
using oar::test::ask;
using oar::test::Cluster;

namespace {

// A server in which nobody writes but those who are asked to.
Cluster& quiet_server() {
  static Cluster cluster;
  static bool const quiet = [] {
    cluster.configure("autovacuum = off");
    cluster.restart(Cluster::How::fast);
    return true;
  }();
  (void)quiet;
  return cluster;
}

// The catalog, and the server's next transaction: it moves when anything at all is written.
std::string traces(std::string const& database) {
  return ask(database,
             "SELECT pg_snapshot_xmax(pg_current_snapshot()), (SELECT md5(string_agg(c::text, ';' ORDER BY oid)) FROM "
             "pg_class c), (SELECT md5(string_agg(a::text, ';' ORDER BY attrelid, attnum)) FROM pg_attribute a), "
             "(SELECT md5(string_agg(n::text, ';' ORDER BY oid)) FROM pg_namespace n)");
}

std::string into_postgresql(std::string const& database, std::string const& more = "") {
  return "kind: destination\nspec:\n  name: db\n  path: postgresql\n  migrate_mode: forced\n" + more +
         "  spec:\n    connection_string: \"" + database + "\"\n    schema: bronze\n---\n";
}

std::string log_and_users(std::string const& database, std::string const& more = "") {
  return source("made", "db",
                "    scope: all\n    tables: [{name: log, rows: 30, incremental: true}, {name: users, rows: 40}]\n") +
         into_postgresql(database, more);
}

// Runs it, and makes sure that it has changed nothing anywhere.
Run without_traces(Folder const& folder, std::string const& database, std::vector<std::string> const& command) {
  auto const files = files_of(folder);
  auto const before = traces(database);
  auto run = run_oarlock({command, folder.path()});
  CHECK(traces(database) == before);
  CHECK(files_of(folder) == files);
  return run;
}

std::size_t count_of(std::string const& text, std::string const& wanted) {
  std::size_t count = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++count;
  return count;
}

std::string counts_of(std::string const& database, std::string const& table) {
  return ask(database, "SELECT count(*), count(DISTINCT id) FROM bronze." + table);
}

}  // namespace

TEST_CASE("plan into PostgreSQL tells the promise and the exact statements, and writes nothing") {
  auto& cluster = quiet_server();
  auto const database = cluster.connection_string(cluster.create_database());
  Folder const folder;
  folder.write("sync.yaml", log_and_users(database));
  auto const first = without_traces(folder, database, {"plan", "sync.yaml"});
  INFO(first.out);
  INFO(first.err);
  CHECK(first.exit_code == 0);
  CHECK_THAT(first.out, Contains("made -> db: exactly once: rows and cursors are committed together"));
  CHECK(count_of(first.out, "CREATE SCHEMA \"bronze\";") == 1);
  CHECK_THAT(first.out, Contains("CREATE TABLE \"bronze\".\"log\" (") && Contains("from the beginning"));
  auto const dry = without_traces(folder, database, {"migrate", "--dry-run", "sync.yaml"});
  CHECK(dry.exit_code == 0);
  CHECK_THAT(dry.out, Contains("CREATE TABLE \"bronze\".\"log\" (") && Contains("Nothing was changed"));

  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  auto const second = without_traces(folder, database, {"plan", "sync.yaml"});
  INFO(second.out);
  CHECK(second.exit_code == 0);
  CHECK_THAT(second.out, !Contains("Statements") && Contains("goes on where the sync of 20") &&
                             Contains("users: 40 rows there now"));
  // The state file is lost: the destination's own record is the truth.
  std::filesystem::remove_all(folder / ".oarlock");
  CHECK_THAT(without_traces(folder, database, {"plan", "sync.yaml"}).out, Contains("goes on"));
}

TEST_CASE("a forced migration in PostgreSQL: plan tells what is read again, the sync loses nothing and cleans up") {
  auto& cluster = quiet_server();
  for (std::string const mode : {"overwrite", "append"}) {
    INFO(mode);
    auto const database = cluster.connection_string(cluster.create_database());
    Folder const folder;
    folder.write("sync.yaml", log_and_users(database, "  write_mode: " + mode + "\n"));
    REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
    // As if `value` had been of a type that does not convert.
    ask(database, "ALTER TABLE bronze.log ALTER COLUMN value TYPE bytea USING 'x'");
    auto const foreseen = without_traces(folder, database, {"plan", "sync.yaml"});
    INFO(foreseen.out);
    CHECK(foreseen.exit_code == 0);
    CHECK_THAT(foreseen.out, Contains("all/log: is read again from the beginning"));
    CHECK_THAT(foreseen.out, Contains("its rows cannot be copied, the old table is kept as _oar_old_1_log"));
    CHECK_THAT(foreseen.out, Contains("ALTER TABLE \"bronze\".\"log\" RENAME TO \"_oar_old_1_log\";"));

    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.out);
    INFO(run.err);
    CHECK(run.exit_code == 0);
    CHECK(counts_of(database, "log") == "30|30");
    CHECK(ask(database, "SELECT to_regclass('bronze._oar_old_1_log') IS NULL") == (mode == "append" ? "f" : "t"));
    CHECK_THAT(without_traces(folder, database, {"plan", "sync.yaml"}).out, Contains("goes on"));
  }
}

TEST_CASE("rows that convert are copied in PostgreSQL, and the next sync goes on where the last one stopped") {
  auto& cluster = quiet_server();
  auto const database = cluster.connection_string(cluster.create_database());
  Folder const folder;
  folder.write("sync.yaml", log_and_users(database, "  write_mode: append\n"));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  ask(database, "ALTER TABLE bronze.log ALTER COLUMN id TYPE text");
  auto const foreseen = without_traces(folder, database, {"plan", "sync.yaml"});
  CHECK_THAT(foreseen.out, Contains("its rows are copied") && Contains("all/log: goes on"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(counts_of(database, "log") == "30|30");
  CHECK(ask(database, "SELECT pg_typeof(id) FROM bronze.log LIMIT 1") == "bigint");
  CHECK(ask(database, "SELECT count(*) FROM pg_class WHERE relname LIKE '%oar_old%'") == "0");
}

TEST_CASE("plan from PostgreSQL says where late commits are found only within lookback, and writes nothing there") {
  auto& cluster = quiet_server();
  auto const database = cluster.connection_string(cluster.create_database());
  ask(database,
      "CREATE TABLE orders (id int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now()); "
      "CREATE VIEW recent AS SELECT * FROM orders; INSERT INTO orders SELECT g FROM generate_series(1, 10) g");
  Folder const folder;
  folder.write("sync.yaml",
               "kind: source\nspec:\n  name: shop\n  path: postgresql\n  tables: [orders, recent]\n  destinations: "
               "[copy]\n  spec:\n    connection_string: \"" +
                   database + "\"\n    incremental: {orders: at, recent: at}\n---\n" +
                   sqlite("copy", "  write_mode: append\n"));
  auto const run = without_traces(folder, database, {"plan", "sync.yaml"});
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("table recent: ") && Contains("late commits are found only within lookback"));
  CHECK_THAT(run.out, !Contains("table orders: "));
}
