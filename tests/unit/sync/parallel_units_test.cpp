// Units that wait for their turn are written meanwhile, where the destination can have several transactions; they
// become durable in their order all the same.

#include <chrono>

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// Splits `s0`, `s1`, ... of one table, each of two units of ten rows.
void many_units(Bench& bench, int splits) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  for (int i = 0; i < splits; ++i) {
    std::int64_t const first = i * 20 + 1;
    source.splits.push_back({.id = "s" + std::to_string(i),
                             .tables = {"t"},
                             .steps = {rows("t", first, first + 9, "x" + std::to_string(first)), checkpoint(),
                                       rows("t", first + 10, first + 19), checkpoint()}});
  }
  bench.destination().capabilities |= OAR_CAP_PARALLEL_TXN;
  bench.destination().most_open = 4;
  bench.destination_config().write_mode = config::WriteMode::append;
}

}  // namespace

TEST_CASE("while a unit commits, the next ones are being written") {
  Bench bench;
  many_units(bench, 4);
  int commits = 0;
  int open = 0;
  bench.destination().on_call = [&](std::string const& call) {
    if (call != "commit" || ++commits != 4) return;  // the first ones: our own records, and the table's shape
    auto const late = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (open < 4 && std::chrono::steady_clock::now() < late) open = bench.destination().open();
  };
  CHECK(bench.run().exit_code() == 0);
  CHECK(open == 4);
  CHECK(bench.destination().ids("t") == numbers(1, 80));
}

TEST_CASE("without the capability there is one transaction at a time") {
  Bench bench;
  many_units(bench, 4);
  bench.destination().capabilities &= ~std::uint32_t{OAR_CAP_PARALLEL_TXN};
  bench.destination().most_open = 1;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 80));
}

TEST_CASE("units of one split become durable in the order of their checkpoints") {
  Bench bench;
  many_units(bench, 1);
  auto& steps = bench.source().split("s0").steps;
  steps.clear();
  for (int i = 0; i < 40; ++i) {
    steps.push_back(rows("t", i * 5 + 1, i * 5 + 5));
    steps.push_back(checkpoint());
  }
  std::vector<std::string> cursors;
  bench.destination().on_call = [&](std::string const& call) {
    if (call == "commit") cursors.push_back(bench.cursor("s0"));
  };
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 200));
  REQUIRE(cursors.size() == 40);
  for (std::size_t i = 1; i < cursors.size(); ++i) CHECK(cursors[i] == std::to_string(2 * i));
}

TEST_CASE("what fails ahead of its turn is done in its turn, and nothing is doubled") {
  int const at = GENERATE(1, 2, 3, 5);
  Bench bench;
  many_units(bench, 3);
  SECTION("a write that may succeed later") { bench.destination().write = {.at = at, .retryable = true}; }
  SECTION("a commit that may succeed later") { bench.destination().commit = {.at = at, .retryable = true}; }
  SECTION("a commit whose answer is lost") {
    bench.destination().commit = {.at = at, .status = OAR_E_COMMIT_UNKNOWN, .applied = true};
  }
  SECTION("fewer transactions than are wanted") { bench.destination().most_open = 1 + at % 3; }
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 60));
}

TEST_CASE("a row that is refused ahead of its turn is a reject, once") {
  Bench bench;
  many_units(bench, 3);
  bench.source().split("s1").steps[0] = rows("t", 21, 21, "poison");
  bench.destination().poison = "poison";
  bench.destination_config().max_rejects = 1;
  sync::Summary const summary = bench.run();
  CHECK(table_of(summary, "t").rejects == 1);
  CHECK(bench.destination().ids("t").size() == 50);
}

TEST_CASE("one row too many that is refused gives the table up, whatever was written ahead") {
  Bench bench;
  many_units(bench, 3);
  bench.source().split("s1").steps[0] = rows("t", 21, 22, "poison");
  bench.destination().poison = "poison";
  bench.destination_config().max_rejects = 1;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.cursor("s1").empty());
}

TEST_CASE("a unit of a shape that is new to the destination is written alone") {
  Bench bench;
  many_units(bench, 3);
  auto& steps = bench.source().split("s1").steps;
  steps.insert(steps.begin() + 2, declare("t"));
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 60));
  CHECK(bench.destination().count("migrate t") == 2);
}

TEST_CASE("units that come while one goes alone are written side by side behind it") {
  Gate door;
  Bench bench;
  many_units(bench, 1);
  auto& steps = bench.source().split("s0").steps;
  steps.insert(steps.begin() + 2, declare("t"));
  for (int i = 0; i < 5; ++i) {
    steps.push_back(rows("t", i * 5 + 21, i * 5 + 25));
    steps.push_back(checkpoint());
  }
  steps.push_back(gate(door));
  int open = 0;
  bool came = false;
  bench.destination().on_call = [&](std::string const& call) {
    if (bench.destination().count("migrate t") < 2) return;
    if (call == "write" && !std::exchange(came, true)) door.await_arrival();
    if (call != "commit") return;
    door.open();
    if (bench.destination().count("commit") < 3) return;
    auto const late = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (open < 2 && std::chrono::steady_clock::now() < late) open = std::max(open, bench.destination().open());
  };
  CHECK(bench.run().exit_code() == 0);
  CHECK(open > 1);
  CHECK(bench.destination().ids("t") == numbers(1, 45));
}
