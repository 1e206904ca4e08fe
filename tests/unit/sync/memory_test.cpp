// Units that outgrow their share of the memory, and syncs that are interrupted.

#include <thread>

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

std::vector<Step> many_batches(std::int64_t batches, std::int64_t from = 0) {
  std::vector<Step> steps;
  for (std::int64_t i = 0; i < batches; ++i) steps.push_back(rows("t", from + i * 100 + 1, from + i * 100 + 100));
  return steps;
}

void big_unit(Bench& bench, std::int64_t batches) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {{.id = "s", .tables = {"t"}, .steps = many_batches(batches)}};
  bench.destination();
  bench.options.memory_bytes = 40'000;  // two or three batches a scan
}

}  // namespace

TEST_CASE("a unit larger than its share is streamed into one transaction") {
  bool const keeps = GENERATE(false, true);
  Bench bench;
  big_unit(bench, 20);
  bench.destination().keeps_batches = keeps;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2000));
  CHECK(bench.destination().count("commit") == 1);
}

TEST_CASE("a scan that runs alone has half of the memory, the batch being built included, not a worker's part of it") {
  auto const [batches, must_leave] = GENERATE(table<int, bool>({{3, false}, {4, true}}));
  Gate door;
  Bench bench;
  big_unit(bench, batches);
  bench.options.concurrency = 4;
  bench.options.memory_bytes = 56'000;  // a worker's part holds one of the three batches
  bench.source().split("s").steps.push_back(gate(door));
  std::jthread const running{[&] { CHECK(bench.run().exit_code() == 0); }};
  door.await_arrival();
  CHECK((bench.destination().count("write") > 0) == must_leave);  // before the unit was complete
  door.open();
}

TEST_CASE("a streamed unit that fails leaves nothing behind") {
  Bench bench;
  big_unit(bench, 20);
  SECTION("at the source") { bench.source().split("s").steps.push_back(fail(OAR_E_IO)); }
  SECTION("at a write") { bench.destination().write = {.at = 15, .status = OAR_E_DATA}; }
  SECTION("at the commit") { bench.destination().commit = {.at = 1, .status = OAR_E_DATA}; }
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.destination().ids("t").empty());
  CHECK(bench.cursor("s").empty());
}

TEST_CASE("a streamed unit that may pass is read and written again") {
  Bench bench;
  big_unit(bench, 20);
  bench.destination_config().write_mode = config::WriteMode::append;
  SECTION("at a write") { bench.destination().write = {.at = 15, .status = OAR_E_IO, .retryable = true}; }
  SECTION("at the commit") { bench.destination().commit = {.at = 1, .status = OAR_E_IO, .retryable = true}; }
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2000));
}

TEST_CASE("large units of several splits and sources into several destinations do not wait in a circle") {
  Bench bench;
  bench.options.memory_bytes = 40'000;
  bench.options.concurrency = 4;
  for (std::string const name : {"one", "two"}) {
    FakeSource& source = bench.source(name);
    source.tables = {keyed("t_" + name).incremental({"id"})};
    for (std::int64_t i = 0; i < 3; ++i) {
      std::vector<Step> steps = many_batches(10, i * 10'000);
      for (Step& step : steps) step.table = "t_" + name;
      source.splits.push_back({.id = name + std::to_string(i), .tables = {"t_" + name}, .steps = steps});
    }
  }
  bench.destination("a");
  bench.destination("b");
  bench.destination("c");
  CHECK(bench.run().exit_code() == 0);
  for (std::string const to : {"a", "b", "c"}) {
    CHECK(bench.destination(to).ids("t_one").size() == 3000);
    CHECK(bench.destination(to).ids("t_two").size() == 3000);
  }
}

TEST_CASE("a batch larger than the whole budget is let in alone") {
  Bench bench;
  big_unit(bench, 3);
  bench.options.memory_bytes = 1;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 300));
}

TEST_CASE("interrupted: complete units are durable, the incomplete one is not, and the next sync goes on") {
  bool const hard = GENERATE(false, true);
  Bench bench;
  Gate door;
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {{.id = "s",
                    .tables = {"t"},
                    .steps = {rows("t", 1, 3), checkpoint(), rows("t", 4, 6), gate(door), rows("t", 7, 9)}}};
  bench.destination();
  std::stop_source stop;
  sync::Summary summary;
  {
    std::jthread const running{[&] { summary = hard ? bench.run({}, stop.get_token()) : bench.run(stop.get_token()); }};
    door.await_arrival();
    stop.request_stop();
  }
  CHECK(summary.exit_code() == 130);
  CHECK(table_of(summary, "t").status == sync::Status::cancelled);
  if (!hard) {
    CHECK(bench.destination().ids("t") == numbers(1, 3));
    CHECK(bench.cursor("s") == "2");
  }
  CHECK(source.seen().open_scans == 0);
  door.open();
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 9));
}

TEST_CASE("an interrupted full sync deletes nothing") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t"), keyed("u")};
  source.splits = {{.id = "t", .tables = {"t"}, .steps = {rows("t", 1, 3)}},
                   {.id = "u", .tables = {"u"}, .steps = {rows("u", 1, 3)}}};
  bench.destination();
  bench.run();
  Gate door;
  source.split("t").steps = {rows("t", 1, 1)};
  source.split("u").steps = {gate(door), rows("u", 1, 3)};
  std::stop_source stop;
  {
    std::jthread const running{[&] { bench.run(stop.get_token()); }};
    door.await_arrival();
    stop.request_stop();
  }
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  CHECK(bench.destination().count("delete_stale") == 0);
}
