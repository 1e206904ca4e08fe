#include "server_scenario.hpp"

#include <catch2/catch.hpp>

#include "scenario.hpp"

namespace oar::e2e {
namespace {

using test::ask;

std::string configuration(Size size, std::string const& socket_folder, int port, std::string const& database) {
  return fault_source("p", size) + "kind: destination\nspec:\n  name: p\n  path: postgresql\n  spec:\n" +
         "    connection_string: \"host=" + socket_folder + " port=" + std::to_string(port) +
         " user=postgres dbname=" + database + "\"\n    schema: bronze\n---\n";
}

void expect(std::string const& where, std::string const& sql, std::string const& answer) {
  INFO(sql);
  CHECK(ask(where, sql) == answer);
}

// Ids 1..n, each exactly once.
std::int64_t expect_exact(std::string const& where, std::string const& table, int rows) {
  auto const n = std::to_string(rows);
  expect(where, "SELECT count(*), count(DISTINCT id), max(id) FROM bronze." + table, n + "|" + n + "|" + n);
  return rows;
}

// A full table that is appended: each sync that is through has all its rows, once.
std::int64_t expect_history(std::string const& where) {
  expect(where,
         "SELECT count(*) FROM (SELECT count(*) AS n, count(DISTINCT id) AS d FROM bronze.history GROUP BY "
         "_oar_sync_time) AS syncs WHERE n <> d OR n NOT IN (" +
             std::to_string(first_size.history) + "," + std::to_string(second_size.history) + ")",
         "0");
  expect(where, "SELECT count(DISTINCT _oar_sync_time) >= 2 FROM bronze.history", "t");
  return std::stoll(ask(where, "SELECT count(*) FROM bronze.history"));
}

}  // namespace

ServerScenario::ServerScenario(test::Cluster& cluster)
    : cluster_{cluster}, settled_database_{cluster.create_database("settled")} {
  settled_.write("sync.yaml", configuration(first_size, cluster.folder().string(), cluster.port(), settled_database_));
  auto const run = run_oarlock({{"sync", "-q", "sync.yaml"}, settled_.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
}

ServerScenario::Attempt ServerScenario::begin() {
  Attempt attempt{std::make_unique<Folder>(), settled_database_ + "_" + std::to_string(++attempts_)};
  ask(cluster_.connection_string(), "CREATE DATABASE " + attempt.database + " TEMPLATE " + settled_database_);
  std::filesystem::copy(settled_.path(), attempt.folder->path(), std::filesystem::copy_options::recursive);
  go_through(attempt, cluster_.folder());
  return attempt;
}

void ServerScenario::go_through(Attempt const& attempt, std::filesystem::path const& socket_folder) const {
  attempt.folder->write("sync.yaml",
                        configuration(second_size, socket_folder.string(), cluster_.port(), attempt.database));
}

Launch ServerScenario::second_sync(Attempt const& attempt, std::map<std::string, std::string> environment,
                                   bool resume) const {
  std::vector<std::string> arguments{"sync", "-q", "sync.yaml"};
  if (resume) arguments.emplace_back("--resume");
  return {arguments, attempt.folder->path(), std::move(environment)};
}

void ServerScenario::repair(Attempt const& attempt, bool resume) const {
  go_through(attempt, cluster_.folder());
  Run last;
  for (int run = 0; run < 3; ++run) {
    last = run_oarlock(second_sync(attempt, {}, resume));
    if (last.exit_code == 0) return;
  }
  INFO(last.out << last.err);
  REQUIRE(last.exit_code == 0);
}

std::int64_t ServerScenario::check(Attempt const& attempt) const {
  auto const where = cluster_.connection_string(attempt.database);
  INFO(attempt.database);
  auto rows = expect_exact(where, "log", second_size.log) + expect_exact(where, "list", second_size.list);
  rows += expect_history(where);
  expect(where, "SELECT count(*), count(DISTINCT _oar_parent_id) FROM bronze.list_items",
         std::to_string(2 * second_size.list) + "|" + std::to_string(second_size.list));
  expect(where, "SELECT count(*) FROM bronze.list_items WHERE _oar_parent_id NOT IN (SELECT _oar_id FROM bronze.list)",
         "0");
  rows += 2 * second_size.list;
  ask(cluster_.connection_string(), "DROP DATABASE " + attempt.database + " WITH (FORCE)");
  return rows;
}

}  // namespace oar::e2e
