// kill -9 at any moment: the next run completes what was begun, nothing is missing and nothing is there twice.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;

namespace {

constexpr int logged = 1500;
constexpr int listed = 700;

std::string config() {
  auto const rows = [](std::string const& prefix) {
    return "    scope: " + prefix + "\n    delay_ms: 2\n    tables:\n      - {name: " + prefix +
           "_log, rows: " + std::to_string(logged) +
           ", incremental: true, checkpoint_every: 40}\n      - {name: " + prefix +
           "_list, rows: " + std::to_string(listed) + ", children: 1, checkpoint_every: 100}\n";
  };
  auto const append_logs = "  table_options: [{tables: \"*_log\", write_mode: append}]\n";
  auto both = source("north", "left, right", rows("north")) + source("south", "left, right", rows("south"));
  for (auto at = both.find("  destinations:"); at != std::string::npos; at = both.find("  destinations:", at + 80))
    both.insert(at, append_logs);
  return both + sqlite("left") + sqlite("right");
}

void check_complete(std::filesystem::path const& path) {
  Database const database{path};
  for (std::string const name : {"north", "south"}) {
    CHECK(database.number("SELECT count(DISTINCT id) FROM " + name + "_log") == logged);
    CHECK(database.number("SELECT count(*) FROM " + name + "_log") == logged);
    CHECK(database.number("SELECT count(*) FROM " + name + "_list") == listed);
    CHECK(database.number("SELECT count(*) FROM " + name + "_list_items") == listed);
  }
}

}  // namespace

TEST_CASE("two sources and two destinations, killed at random moments: the next run leaves nothing missing or double") {
  char const* const given = std::getenv("OAR_SEED");
  auto const seed = given != nullptr ? std::strtoul(given, nullptr, 10) : 20261122UL;
  std::mt19937 random{static_cast<std::mt19937::result_type>(seed)};
  CAPTURE(seed);
  int killed_midway = 0;
  for (int round = 0; round < 4; ++round) {
    Folder const folder;
    folder.write("sync.yaml", config());
    for (int kill = 0; kill < 4; ++kill) {
      Process process{{{"sync", "-q", "sync.yaml"}, folder.path()}};
      std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution<>{10, 900}(random)});
      process.send(SIGKILL);
      if (process.wait().exit_code == 128 + SIGKILL) ++killed_midway;
    }
    auto const last = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(last.out);
    INFO(last.err);
    REQUIRE(last.exit_code == 0);
    check_complete(folder / "left.db");
    check_complete(folder / "right.db");
  }
  CHECK(killed_midway > 0);
}
