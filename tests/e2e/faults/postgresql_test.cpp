// PostgreSQL as the destination: the host is killed, the server restarts, connections break before, during and after a
// commit. No row is lost, and none is doubled, in append mode too.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "cutting_proxy.hpp"
#include "host/sync/kill_point.hpp"
#include "scenario.hpp"
#include "server_scenario.hpp"

using namespace oar::e2e;
using namespace std::chrono;
using oar::test::Cluster;

namespace {

// Many databases are made; what a server has written outlives its own end, with fsync or without.
Cluster& quick_server() {
  static Cluster cluster{oar::test::Loopback::no, oar::test::Fsync::no};
  return cluster;
}

// How long an untroubled second sync takes.
std::int64_t whole_sync(ServerScenario& scenario) {
  auto const attempt = scenario.begin();
  auto const began = steady_clock::now();
  REQUIRE(run_oarlock(scenario.second_sync(attempt)).exit_code == 0);
  auto const whole = duration_cast<microseconds>(steady_clock::now() - began).count();
  scenario.check(attempt);
  return whole;
}

}  // namespace

TEST_CASE("into PostgreSQL, killed at every named moment of the commit path: nothing missing or double") {
  ServerScenario scenario{quick_server()};
  int killed = 0;
  std::int64_t rows = 0;
  for (std::string_view const point : oar::sync::kill_points) {
    int times = 0;
    for (int const nth : {1, 3, 8}) {
      auto const at = std::string(point) + ":" + std::to_string(nth);
      INFO(at);
      auto const attempt = scenario.begin();
      auto const run = run_oarlock(scenario.second_sync(attempt, {{"OARLOCK_KILL_AT", at}}));
      if (run.exit_code != 128 + SIGKILL) break;  // it does not come by there that often
      ++times;
      scenario.repair(attempt, nth == 3);
      rows += scenario.check(attempt);
    }
    INFO(point);
    CHECK(times > 0);
    killed += times;
  }
  std::cout << "into PostgreSQL, killed at named moments: " << killed << " runs, " << rows << " rows compared\n";
}

TEST_CASE("into PostgreSQL, killed at random moments: nothing missing or double") {
  auto const seed = fault_seed();
  CAPTURE(seed);
  std::mt19937 random{seed};
  ServerScenario scenario{quick_server()};
  auto const whole = whole_sync(scenario);
  std::uniform_int_distribution<std::int64_t> moments{whole / 20, whole};
  auto const kills = std::max(3, fault_kills() / 5);
  int midway = 0;
  std::int64_t rows = 0;
  for (int done = 0; done < kills;) {
    auto const attempt = scenario.begin();
    for (auto in_a_row = std::uniform_int_distribution<>{1, 3}(random); in_a_row > 0; --in_a_row, ++done) {
      Process process{scenario.second_sync(attempt)};
      std::this_thread::sleep_for(microseconds{moments(random)});
      process.send(SIGKILL);
      if (process.wait().exit_code == 128 + SIGKILL) ++midway;
    }
    if (done % 3 == 0) std::filesystem::remove_all(*attempt.folder / ".oarlock");  // the server's record is the truth
    scenario.repair(attempt, done % 2 == 0);
    rows += scenario.check(attempt);
  }
  CHECK(midway > kills / 8);
  std::cout << "into PostgreSQL, killed at random moments: " << kills << " runs, " << midway << " of them midway, "
            << rows << " rows compared, seed " << seed << " (OAR_SEED)\n";
}

TEST_CASE("into PostgreSQL, the server cut off at random moments: nothing missing or double") {
  auto const seed = fault_seed();
  CAPTURE(seed);
  std::mt19937 random{seed};
  Cluster cluster{oar::test::Loopback::no, oar::test::Fsync::no};
  ServerScenario scenario{cluster};
  auto const whole = whole_sync(scenario);
  std::uniform_int_distribution<std::int64_t> moments{whole / 20, whole * 3 / 4};
  auto const restarts = std::max(2, fault_kills() / 20);
  int midway = 0;
  int went_on = 0;
  std::int64_t rows = 0;
  for (int done = 0; done < restarts; ++done) {
    auto const attempt = scenario.begin();
    Process process{scenario.second_sync(attempt)};
    std::this_thread::sleep_for(microseconds{moments(random)});
    auto const is_midway = !process.ended();
    cluster.restart(Cluster::How::immediate);
    auto const run = process.wait();
    INFO(run.out << run.err);
    CHECK((run.exit_code == 0 || run.exit_code == 3 || run.exit_code == 4));
    if (is_midway) ++midway;
    if (is_midway && run.exit_code == 0) ++went_on;
    scenario.repair(attempt, done % 2 == 0);
    rows += scenario.check(attempt);
  }
  CHECK(midway > 0);
  std::cout << "into PostgreSQL, server cut off: " << restarts << " times, " << midway << " of them midway, " << went_on
            << " syncs went on by themselves, " << rows << " rows compared, seed " << seed << " (OAR_SEED)\n";
}

TEST_CASE("into PostgreSQL, a connection that breaks before, during or after a commit is noticed by nobody") {
  using When = CuttingProxy::When;
  auto const when = GENERATE(When::before, When::during, When::after);
  CAPTURE(static_cast<int>(when));
  auto& cluster = quick_server();
  ServerScenario scenario{cluster};
  auto const socket = cluster.folder() / (".s.PGSQL." + std::to_string(cluster.port()));
  int cuts = 0;
  for (int const nth : {1, 2, 3, 5, 8, 13, 21}) {
    INFO("COMMIT number " << nth);
    Folder const between;
    CuttingProxy const proxy{socket, between.path(), when, nth};
    auto const attempt = scenario.begin();
    scenario.go_through(attempt, between.path());
    auto const run = run_oarlock(scenario.second_sync(attempt));
    if (!proxy.has_cut()) break;
    ++cuts;
    INFO(run.out << run.err);
    CHECK(run.exit_code == 0);
    if (run.exit_code != 0) scenario.repair(attempt);
    scenario.check(attempt);
  }
  CHECK(cuts > 3);
}
