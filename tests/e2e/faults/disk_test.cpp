// Disks that fail, lose what was not synced, or are full; clocks that jump.
#include <catch2/catch.hpp>
#include <cerrno>
#include <iostream>

#include "scenario.hpp"

using namespace oar::e2e;

namespace {

std::map<std::string, std::string> preload(std::map<std::string, std::string> more) {
  more["LD_PRELOAD"] = std::string(OAR_TEST_PLUGINS) + "/preload/fault_io.so";
  more["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  return more;
}

struct Fault {
  std::string what;
  std::string file;
  std::string fault;  // kind:%:errno, % = which
  std::string said;   // somewhere in what the user reads
};

}  // namespace

TEST_CASE("a disk that is full or fails: the exit code says so, the cursor stays, and the next run repairs it") {
  auto const fault = GENERATE(values<Fault>({
      {"no space for rows", "a.db", "write:%:" + std::to_string(ENOSPC), ""},
      {"rows cannot be written", "a.db", "write:%:" + std::to_string(EIO), ""},
      {"rows cannot be synced", "a.db", "sync:%:" + std::to_string(EIO), ""},
      {"no space for the state file", "state.db", "write:%:" + std::to_string(ENOSPC), "state file"},
      {"the state file cannot be synced", "state.db", "sync:%:" + std::to_string(EIO), "state file"},
      {"a write is cut short", "a.db", "short:%:0", ""},
  }));
  Scenario const scenario{1};
  int failed = 0;
  for (int const nth : {1, 3, 9, 20, 40}) {
    INFO(fault.what << " from number " << nth << " on");
    auto text = fault.fault;
    text.replace(text.find('%'), 1, std::to_string(nth));
    auto const folder = scenario.begin();
    auto const run =
        run_oarlock(scenario.second_sync(*folder, preload({{"OAR_FAULT_FILE", fault.file}, {"OAR_FAULT", text}})));
    INFO(run.out << run.err);
    bool const told = run.exit_code == 1 || run.exit_code == 3 || run.exit_code == 4;
    CHECK((told || run.exit_code == 0));
    if (told) {
      ++failed;
      CHECK((run.out + run.err).find(fault.said) != std::string::npos);
    }
    scenario.repair(*folder);
    scenario.check(*folder);
  }
  if (fault.fault.find("short") == std::string::npos) CHECK(failed > 0);
}

TEST_CASE("a power cut that loses or keeps each page that was not synced: nothing missing or double afterwards") {
  unsigned const seed = fault_seed();
  CAPTURE(seed);
  Scenario const scenario{1};
  int cuts = 0;
  int const rounds = std::max(fault_kills() / 5, 4);
  for (int nth = 1; nth <= rounds; ++nth) {
    INFO("at write or sync number " << nth);
    auto const folder = scenario.begin();
    auto const run = run_oarlock(scenario.second_sync(
        *folder, preload({{"OAR_POWER_CUT",
                           std::to_string(nth * 3) + ":" + std::to_string(seed + static_cast<unsigned>(nth))}})));
    if (run.exit_code == 128 + SIGKILL) ++cuts;
    scenario.repair(*folder, nth % 2 == 0);
    scenario.check(*folder);
  }
  CHECK(cuts > 3);
  std::cout << "power cuts: " << cuts << ", seed " << seed << " (OAR_SEED)\n";
}

TEST_CASE("a clock that jumps an hour, either way, before or within a sync, changes nothing") {
  auto const jump = GENERATE("3600:1", "-3600:1", "3600:40", "-3600:40");
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  auto const run = run_oarlock(scenario.second_sync(*folder, preload({{"OAR_FAULT_CLOCK", jump}})));
  INFO(jump << run.out << run.err);
  CHECK(run.exit_code == 0);
  scenario.check(*folder);
  scenario.repair(*folder);
  scenario.check(*folder);
}
