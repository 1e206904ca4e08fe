#include "scenario.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "configs.hpp"
#include "database.hpp"

namespace oar::e2e {
namespace {

Size size_of(bool is_second) { return is_second ? second_size : first_size; }

std::string name_of(int destination) { return std::string(1, static_cast<char>('a' + destination)); }

std::int64_t number(char const* name, std::int64_t otherwise) {
  char const* const given = std::getenv(name);
  return given ? std::strtol(given, nullptr, 10) : otherwise;
}

// Counts of a table whose rows carry ids 1..n, each exactly once.
std::int64_t exact(Database const& database, std::string const& table, int rows) {
  INFO(table);
  CHECK(database.number("SELECT count(*) FROM " + table) == rows);
  CHECK(database.number("SELECT count(DISTINCT id) FROM " + table) == rows);
  CHECK(database.number("SELECT coalesce(max(id), 0) FROM " + table) == rows);
  return rows;
}

// A full table that is appended: each sync that is through has all its rows, once.
std::int64_t exact_history(Database const& database) {
  CHECK(database.number("SELECT count(*) FROM (SELECT count(*) AS n, count(DISTINCT id) AS d FROM history "
                        "GROUP BY _oar_sync_time HAVING n <> d OR n NOT IN (" +
                        std::to_string(first_size.history) + "," + std::to_string(second_size.history) + "))") == 0);
  CHECK(database.number("SELECT count(DISTINCT _oar_sync_time) FROM history") >= 2);
  return database.number("SELECT count(*) FROM history");
}

}  // namespace

unsigned fault_seed() { return static_cast<unsigned>(number("OAR_SEED", 20261123)); }
int fault_kills() { return static_cast<int>(number("OAR_FAULT_KILLS", 300)); }

Scenario::Scenario(int destinations) : destinations_{destinations} {
  settled_.write("sync.yaml", config(false));
  auto const run = run_oarlock({{"sync", "-q", "sync.yaml"}, settled_.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
}

std::string fault_source(std::string const& destinations, Size size) {
  auto const tables =
      "    tables:\n      - {name: log, rows: " + std::to_string(size.log) +
      ", incremental: true, checkpoint_every: 30}\n      - {name: list, rows: " + std::to_string(size.list) +
      ", children: 2, splits: 2, checkpoint_every: 20}\n" +
      "      - {name: history, rows: " + std::to_string(size.history) + ", splits: 2, checkpoint_every: 10}\n";
  auto text = source("s", destinations, tables);
  return text.insert(
      text.find("  destinations:"),
      "  table_options:\n    - {tables: log, write_mode: append}\n    - {tables: history, write_mode: append}\n");
}

std::string Scenario::config(bool is_second) const {
  std::string names, stores;
  for (int i = 0; i < destinations_; ++i) {
    names += (names.empty() ? "" : ", ") + name_of(i);
    stores += sqlite(name_of(i));
  }
  return fault_source(names, size_of(is_second)) + stores;
}

std::unique_ptr<Folder> Scenario::begin() const {
  auto folder = std::make_unique<Folder>();
  std::filesystem::copy(settled_.path(), folder->path(), std::filesystem::copy_options::recursive);
  folder->write("sync.yaml", config(true));
  return folder;
}

Launch Scenario::second_sync(Folder const& folder, std::map<std::string, std::string> environment, bool resume) const {
  std::vector<std::string> arguments{"sync", "-q", "sync.yaml"};
  if (resume) arguments.emplace_back("--resume");
  return {arguments, folder.path(), std::move(environment)};
}

void Scenario::repair(Folder const& folder, bool resume) const {
  Run last;
  for (int attempt = 0; attempt < 3; ++attempt) {
    last = run_oarlock(second_sync(folder, {}, resume));
    if (last.exit_code == 0) return;
  }
  INFO(last.out << last.err);
  REQUIRE(last.exit_code == 0);
}

std::int64_t Scenario::check(Folder const& folder) const {
  std::int64_t rows = 0;
  for (int i = 0; i < destinations_; ++i) {
    INFO("destination " << name_of(i));
    Database const database{folder / (name_of(i) + ".db")};
    rows += exact(database, "log", second_size.log);
    rows += exact(database, "list", second_size.list);
    rows += exact_history(database);
    CHECK(database.number("SELECT count(*) FROM list_items") == 2 * second_size.list);
    CHECK(database.number("SELECT count(*) FROM list_items WHERE _oar_parent_id NOT IN (SELECT _oar_id FROM list)") ==
          0);
    rows += 2 * second_size.list;
  }
  return rows;
}

}  // namespace oar::e2e
