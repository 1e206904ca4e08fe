// Ctrl-C once commits what is in flight and says where it stands; twice stops now. Both are safe.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

std::string config(int delay_ms) {
  return source("made", "kept",
                "    delay_ms: " + std::to_string(delay_ms) +
                    "\n    tables: [{name: log, rows: 1000, incremental: true, checkpoint_every: 20}]\n") +
         sqlite("kept", "  write_mode: append\n");
}

// A sync that was seen to have read something.
void wait_until_under_way(Process& process, std::filesystem::path const& database) {
  REQUIRE(process.said("reading"));
  while (!std::filesystem::exists(database) && !process.ended())
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

}  // namespace

TEST_CASE("SIGINT and SIGTERM end a sync with 130, and the next one completes it exactly once") {
  auto const signal = GENERATE(SIGINT, SIGTERM);
  Folder const folder;
  folder.write("sync.yaml", config(40));
  Process process{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  wait_until_under_way(process, folder / "kept.db");
  process.send(signal);
  auto const run = process.wait();
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 130);
  CHECK_THAT(run.err, Contains("stopping"));
  CHECK_THAT(run.out, Contains("Interrupted"));

  folder.write("sync.yaml", config(0));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  Database const database{folder / "kept.db"};
  CHECK(database.number("SELECT count(*) FROM log") == 1000);
  CHECK(database.number("SELECT count(DISTINCT id) FROM log") == 1000);
}

TEST_CASE("SIGINT twice stops now, still consistent") {
  Folder const folder;
  folder.write("sync.yaml", config(200));
  Process process{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  wait_until_under_way(process, folder / "kept.db");
  process.send(SIGINT);
  process.said("stopping");
  process.send(SIGINT);
  CHECK(process.wait().exit_code == 130);

  folder.write("sync.yaml", config(0));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM log") == 1000);
}

TEST_CASE("an interrupted sync still leaves one JSON document on stdout") {
  Folder const folder;
  folder.write("sync.yaml", config(100));
  Process process{{{"sync", "-v", "--output", "json", "sync.yaml"}, folder.path()}};
  wait_until_under_way(process, folder / "kept.db");
  process.send(SIGINT);
  auto const run = process.wait();
  auto const summary = boost::json::parse(run.out).as_object();
  CHECK(summary.at("exit_code") == 130);
  CHECK(summary.at("outcome") == "interrupted");
}
