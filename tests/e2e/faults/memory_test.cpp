// `--memory` holds over all queues, builders and destinations, whatever the size of rows and however slow one end is.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;

namespace {

constexpr std::int64_t mib = 1 << 20;

struct Sized {
  std::string name;
  std::int64_t rows;
  std::int64_t row_bytes;
};

// Rows of 10 bytes to 8 MiB in 100 tables: far more bytes in all than may be in memory.
std::vector<Sized> hundred_tables() {
  std::vector<Sized> tables;
  for (int i = 0; i < 90; ++i) tables.push_back({"small_" + std::to_string(i), 300, 10 << (i % 9)});
  for (int i = 0; i < 8; ++i) tables.push_back({"middle_" + std::to_string(i), 80, 128 << 10});
  for (int i = 0; i < 2; ++i) tables.push_back({"large_" + std::to_string(i), 10, 8 * mib});
  return tables;
}

std::string tables_as_yaml(std::vector<Sized> const& tables) {
  std::string text = "    tables:\n";
  for (auto const& table : tables)
    text += "      - {name: " + table.name + ", rows: " + std::to_string(table.rows) +
            ", text_bytes: " + std::to_string(table.row_bytes) + "}\n";
  return text;
}

std::map<std::string, std::int64_t> counted_rows(std::filesystem::path const& path) {
  std::map<std::string, std::int64_t> rows;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    auto const object = boost::json::parse(line).as_object();
    if (object.contains("table")) rows[std::string{object.at("table").as_string()}] += object.at("rows").as_int64();
  }
  return rows;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;  // what was freed stays with it for a while
#elif defined(__has_feature)
constexpr bool is_sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool is_sanitized = false;
#endif

}  // namespace

TEST_CASE("100 tables, 4 destinations, one of them slow, rows from 10 bytes to 8 MiB: memory is bounded, all arrive") {
  Folder const folder;
  auto const tables = hundred_tables();
  auto config = source("s", "kept, slow, one, two", tables_as_yaml(tables)) + sqlite("kept");
  for (std::string const name : {"slow", "one", "two"})
    config += recording(
        name, "    path: " + name + ".jsonl\n    counts_only: true\n" + (name == "slow" ? "    delay_ms: 10\n" : ""));
  folder.write("sync.yaml", config);
  auto const run = run_oarlock({{"sync", "-q", "--memory", "16MiB", "--concurrency", "4", "sync.yaml"},
                                folder.path(),
                                {{"OARLOCK_VALIDATE", ""}}});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);

  std::int64_t bytes = 0;
  Database const kept{folder / "kept.db"};
  for (auto const& table : tables) {
    INFO(table.name);
    bytes += table.rows * table.row_bytes;
    CHECK(kept.number("SELECT count(*) FROM " + table.name) == table.rows);
    CHECK(kept.number("SELECT min(length(name)) FROM " + table.name) >= table.row_bytes);
  }
  for (std::string const name : {"slow", "one", "two"}) {
    auto const rows = counted_rows(folder / (name + ".jsonl"));
    for (auto const& table : tables) CHECK(rows.at(table.name) == table.rows);
  }
  std::cout << "memory: " << bytes / mib << " MiB of rows into each of 4 destinations, at most " << run.peak_kib / 1024
            << " MiB resident\n";
  // The budget; four scans that each build a row of 8 MiB beside it, and a destination that keeps one more; the
  // program.
  if (!is_sanitized) CHECK(run.peak_kib < 200 * 1024);
}
