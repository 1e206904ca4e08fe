// What happens to the state file: lost, damaged, locked, of a later version, on a disk that cannot be written.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "scenario.hpp"

using namespace oar::e2e;
namespace fs = std::filesystem;

namespace {

Run sync(Scenario const& scenario, Folder const& folder) { return run_oarlock(scenario.second_sync(folder)); }

void remove_state(Folder const& folder) { fs::remove_all(folder / ".oarlock"); }

}  // namespace

TEST_CASE("a lost state file costs nothing where the destination keeps its own record") {
  Scenario const scenario{3};
  auto const folder = scenario.begin();
  bool const in_the_middle = GENERATE(false, true);
  if (in_the_middle) (void)run_oarlock(scenario.second_sync(*folder, {{"OARLOCK_KILL_AT", "committed:5"}}));
  remove_state(*folder);
  auto const run = sync(scenario, *folder);
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  scenario.check(*folder);
}

TEST_CASE("a damaged state file is exit code 1 and says what to do; without it the rows are whole") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  { std::ofstream{*folder / ".oarlock/state.db", std::ios::binary | std::ios::trunc} << std::string(9000, 'x'); }
  fs::remove(*folder / ".oarlock/state.db-wal");
  auto const run = sync(scenario, *folder);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("move it away") != std::string::npos);
  remove_state(*folder);
  scenario.repair(*folder);
  scenario.check(*folder);
}

TEST_CASE("a state file that another sync holds is exit code 1, and nothing is moved") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  folder->write("slow.yaml",
                "kind: source\nspec:\n  name: slow\n  path: synthetic\n  tables: [\"*\"]\n  destinations: [z]\n"
                "  spec: {delay_ms: 60000, tables: [{name: t}]}\n---\nkind: destination\nspec:\n  name: z\n"
                "  path: sqlite\n  spec: {connection_string: z.db}\n");
  Process slow{{{"sync", "-v", "slow.yaml"}, folder->path()}};
  REQUIRE(slow.said("t"));
  auto const run = sync(scenario, *folder);
  CHECK(run.exit_code == 1);
  slow.send(SIGKILL);
  slow.wait();
  scenario.repair(*folder);
  scenario.check(*folder);
}
