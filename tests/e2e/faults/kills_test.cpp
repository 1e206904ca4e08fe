// kill -9, at every named moment of the commit path and at random ones.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "host/sync/kill_point.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
using namespace std::chrono;

TEST_CASE("killed at every named moment of the commit path: the next run leaves nothing missing or double") {
  int killed = 0;
  std::int64_t rows = 0;
  for (int const destinations : {1, 3}) {
    Scenario const scenario{destinations};
    for (std::string_view const point : oar::sync::kill_points) {
      int times = 0;
      for (int const nth : {1, 2, 7}) {
        bool const resume = (nth + destinations) % 2 == 0;
        auto const at = std::string(point) + ":" + std::to_string(nth);
        INFO(at << ", destinations: " << destinations << (resume ? ", resumed" : ""));
        auto const folder = scenario.begin();
        auto const run = run_oarlock(scenario.second_sync(*folder, {{"OARLOCK_KILL_AT", at}}));
        if (run.exit_code != 128 + SIGKILL) break;  // it does not come by there that often
        ++times;
        scenario.repair(*folder, resume);
        rows += scenario.check(*folder);
      }
      INFO(point);
      CHECK(times > 0);
      killed += times;
    }
  }
  std::cout << "killed at named moments: " << killed << " runs, " << rows << " rows compared\n";
}

TEST_CASE("killed at random moments: the next run leaves nothing missing or double") {
  unsigned const seed = fault_seed();
  std::mt19937 random{seed};
  CAPTURE(seed);
  int const kills = fault_kills();
  int midway = 0;
  std::int64_t rows = 0;
  for (int const destinations : {1, 3}) {
    Scenario const scenario{destinations};
    auto const untroubled = scenario.begin();
    auto const began = steady_clock::now();
    REQUIRE(run_oarlock(scenario.second_sync(*untroubled)).exit_code == 0);
    scenario.check(*untroubled);
    auto const whole = duration_cast<microseconds>(steady_clock::now() - began).count();
    std::uniform_int_distribution<std::int64_t> moments{whole / 20, whole};
    for (int done = 0; done < kills / 2;) {
      auto const folder = scenario.begin();
      for (auto in_a_row = std::uniform_int_distribution<>{1, 3}(random); in_a_row > 0; --in_a_row, ++done) {
        Process process{scenario.second_sync(*folder)};
        std::this_thread::sleep_for(microseconds{moments(random)});
        process.send(SIGKILL);
        if (process.wait().exit_code == 128 + SIGKILL) ++midway;
      }
      scenario.repair(*folder, std::uniform_int_distribution<>{0, 1}(random) == 1);
      rows += scenario.check(*folder);
    }
  }
  CHECK(midway > kills / 4);
  std::cout << "killed at random moments: " << kills << " runs, " << midway << " of them midway, " << rows
            << " rows compared, seed " << seed << " (OAR_SEED)\n";
}
