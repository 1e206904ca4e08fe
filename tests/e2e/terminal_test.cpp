// On a terminal progress is drawn in place, log lines go above it, and at the end nothing of it is left.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

Launch slow_sync(Folder const& folder) {
  folder.write("sync.yaml", source("made", "kept",
                                   "    delay_ms: 60\n    tables: [{name: log, rows: 200, checkpoint_every: 10}]\n") +
                                sqlite("kept"));
  return {{"sync", "sync.yaml"}, folder.path(), {}, true};
}

}  // namespace

TEST_CASE("on a terminal a live display is redrawn and then taken away") {
  Folder const folder;
  auto const run = run_oarlock(slow_sync(folder));
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.err, Contains("log") && Contains("reading") && Contains("\x1b["));
  CHECK(run.err.substr(run.err.rfind("\x1b[")) == "\x1b[J");  // the last thing that happens to the screen
  CHECK(run.err.find("\x1b[?25l") == std::string::npos);
  CHECK_THAT(run.out, Contains("Done: 200 rows"));
}

TEST_CASE("NO_COLOR and -q are obeyed on a terminal") {
  Folder const folder;
  auto launch = slow_sync(folder);
  launch.environment["NO_COLOR"] = "1";
  auto const plain = run_oarlock(launch);
  CHECK(plain.err.find("\x1b[2m") == std::string::npos);
  CHECK(plain.err.find("\x1b[1m") == std::string::npos);
  launch.arguments.insert(launch.arguments.begin() + 1, "-q");
  CHECK(run_oarlock(launch).err.empty());
}
