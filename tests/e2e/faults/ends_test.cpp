// Sources and destinations that fail: one of them never costs the others a row.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;

namespace {

constexpr int rows = 200;

std::string log_source(std::string const& name, std::string const& destinations, std::string const& more = "") {
  auto text = source(name, destinations,
                     "    scope: " + name + "\n    tables: [{name: " + name + "_log, rows: " + std::to_string(rows) +
                         ", incremental: true, checkpoint_every: 20" + more + "}]\n");
  text.insert(text.find("  destinations:"), "  table_options: [{tables: \"*_log\", write_mode: append}]\n");
  return text;
}

void check_exact(Folder const& folder, std::string const& destination, std::string const& table) {
  INFO(destination << " " << table);
  Database const database{folder / (destination + ".db")};
  CHECK(database.number("SELECT count(*) FROM " + table) == rows);
  CHECK(database.number("SELECT count(DISTINCT id) FROM " + table) == rows);
}

struct SourceFault {
  std::string fault;
  std::string said;
};

}  // namespace

TEST_CASE(
    "a source's table that fails in any way costs the other source nothing, and its cursor never passes the gap") {
  auto const fault = GENERATE(values<SourceFault>({{"error", "made to fail"},
                                                   {"retryable", "made to fail"},
                                                   {"table_error", "made to fail"},
                                                   {"panic", "made to panic"}}));
  Folder const folder;
  auto const good = log_source("good", "d") + sqlite("d");
  folder.write("sync.yaml", log_source("bad", "d", ", fault_row: 110, fault: " + fault.fault) + good);
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(run.out.find(fault.said) != std::string::npos);
  check_exact(folder, "d", "good_log");
  CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM bad_log") < 110);
  folder.write("sync.yaml", log_source("bad", "d") + good);
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  check_exact(folder, "d", "bad_log");
  check_exact(folder, "d", "good_log");
}

TEST_CASE("one of three destinations is dead from the start, or dies in the middle: it catches up when it is back") {
  auto const fault = GENERATE(as<std::string>{}, "unreachable: true", "fail_commit: 3\n    fail_for_ever: true",
                              "fail_write: 4\n    fail_for_ever: true");
  Folder const folder;
  auto const others = log_source("s", "one, two, odd") + sqlite("one") + sqlite("two");
  auto const odd = [](std::string const& more) {
    auto text = recording("odd", "    path: odd.jsonl\n" + (more.empty() ? "" : "    " + more + "\n"));
    text.replace(text.find("overwrite"), 9, "append");
    return text;
  };
  folder.write("sync.yaml", others + odd(fault));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  check_exact(folder, "one", "s_log");
  check_exact(folder, "two", "s_log");

  folder.write("sync.yaml", others + odd(""));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  check_exact(folder, "one", "s_log");
  check_exact(folder, "two", "s_log");
}
