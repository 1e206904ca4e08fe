// Into a real PostgreSQL server: killed and cut off at any moment, with connection strings that are refused.
#include <catch2/catch.hpp>
#include <random>

#include "configs.hpp"
#include "process.hpp"
#include "tests/support/postgres/cluster.hpp"

using namespace oar::e2e;
using Catch::Contains;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr int logged = 1500;
constexpr int listed = 700;

std::string postgresql(std::string const& connection_string, std::string const& more = "") {
  return "kind: destination\nspec:\n  name: db\n  path: postgresql\n" + more + "  spec:\n    connection_string: \"" +
         connection_string + "\"\n    schema: bronze\n---\n";
}

std::string made(std::string const& more) {
  return source("made", "db",
                more + "    tables:\n      - {name: log, rows: " + std::to_string(logged) +
                    ", incremental: true, checkpoint_every: 40}\n      - {name: list, rows: " + std::to_string(listed) +
                    ", children: 1, checkpoint_every: 100}\n");
}

std::string with_appended_log(std::string config) {
  return config.insert(config.find("  destinations:"), "  table_options: [{tables: log, write_mode: append}]\n");
}

void check_complete(std::string const& database) {
  CHECK(ask(database, "SELECT count(*), count(DISTINCT id) FROM bronze.log") ==
        std::to_string(logged) + "|" + std::to_string(logged));
  CHECK(ask(database, "SELECT count(*) FROM bronze.list") == std::to_string(listed));
  CHECK(ask(database, "SELECT count(*) FROM bronze.list_items") == std::to_string(listed));
}

unsigned long seed() {
  char const* const given = std::getenv("OAR_SEED");
  return given != nullptr ? std::strtoul(given, nullptr, 10) : 20261123UL;
}

}  // namespace

TEST_CASE("into PostgreSQL, killed at random moments: the next run leaves nothing missing or double") {
  std::mt19937 random{static_cast<std::mt19937::result_type>(seed())};
  CAPTURE(seed());
  auto& cluster = Cluster::shared();
  auto const database = cluster.connection_string(cluster.create_database());
  Folder const folder;
  folder.write("sync.yaml", with_appended_log(made("    delay_ms: 2\n")) + postgresql(database));
  int killed_midway = 0;
  for (int kill = 0; kill < 8; ++kill) {
    Process process{{{"sync", "-q", "sync.yaml"}, folder.path()}};
    std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<>{10, 900}(random)});
    process.send(SIGKILL);
    if (process.wait().exit_code == 128 + SIGKILL) ++killed_midway;
    if (kill == 4) std::filesystem::remove_all(folder / ".oarlock");  // the destination's own record is the truth
  }
  auto const last = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(last.out);
  INFO(last.err);
  REQUIRE(last.exit_code == 0);
  check_complete(database);
  CHECK(killed_midway > 0);
}

TEST_CASE("the server is cut off and starts again during a sync, which goes on and loses nothing") {
  Cluster cluster;
  auto const database = cluster.connection_string(cluster.create_database());
  Folder const folder;
  folder.write("sync.yaml", with_appended_log(made("    delay_ms: 20\n")) + postgresql(database));
  Process process{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  REQUIRE(process.said("reading"));
  for (int restart = 0; restart < 3 && !process.ended(); ++restart) {
    std::this_thread::sleep_for(std::chrono::milliseconds{150});
    cluster.restart(Cluster::How::immediate);
  }
  auto const run = process.wait();
  INFO(run.out);
  INFO(run.err);
  if (run.exit_code != 0) {
    // Retries may run out while the server is away; then the next sync completes it.
    CHECK((run.exit_code == 3 || run.exit_code == 4));
    REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  }
  check_complete(database);
}

TEST_CASE("TLS is what libpq's sslmode says, and a server that cannot is refused") {
  Cluster const cluster{oar::test::Loopback::yes};
  Folder const folder;
  folder.write("sync.yaml", source("made", "db", "    tables: [{name: a, rows: 5}]\n") +
                                postgresql(cluster.loopback_uri() + "?sslmode=require"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  CHECK(run.exit_code == 4);
  CHECK_THAT(run.err, Contains("server does not support SSL"));
}

TEST_CASE("a connection string that is none is refused before anything runs, without being shown") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "db", "    tables: [{name: a, rows: 5}]\n") +
                                postgresql("postgresql://ada:open/sesame@127.0.0.1/ada"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("connection_string") && Contains("%2F"));
  CHECK(run.err.find("sesame") == std::string::npos);
}
