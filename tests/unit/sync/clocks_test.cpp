// A clock behind that of an earlier sync: time does not go back.

#include "host/sync/route_record.hpp"

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

constexpr std::int64_t hour_us = 3'600'000'000;

// Rows 1 to 3 were written an hour from now, the state file is lost, and row 3 has gone. Gives that time.
std::int64_t synced_in_an_hour(Bench& bench) {
  bench.source().tables = {keyed("t")};
  bench.source().splits = {{.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 3)}}};
  bench.destination();
  REQUIRE(bench.run().exit_code() == 0);
  StoredState& stored = bench.destination().states.at("src").at(sync::route_record);
  sync::RouteRecord record = *sync::decode_route_record(stored.cursor);
  record.time_us += hour_us;
  stored.cursor = sync::encode(record);
  for (StoredRow& row : bench.destination().tables.at("t")) row.time_us += hour_us;
  bench.lose_state();
  bench.source().splits.front().steps = {rows("t", 1, 2)};
  return record.time_us;
}

}  // namespace

TEST_CASE("a sync counts as later than what its destination remembers, so that stale rows go") {
  Bench bench;
  std::int64_t const latest = synced_in_an_hour(bench);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2));
  for (StoredRow const& row : bench.destination().tables.at("t")) CHECK(row.time_us > latest);
}

TEST_CASE("a destination that cannot be opened again for the later time fails before the first row") {
  Bench bench;
  synced_in_an_hour(bench);
  bench.destination().opening = {.at = 2};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(table_of(summary, "t").status == sync::Status::failed);
  CHECK(summary.routes.front().errors.size() == 1);
  CHECK(bench.destination().ids("t") == numbers(1, 3));
}

TEST_CASE("opening again for the later time is retried like opening") {
  Bench bench;
  synced_in_an_hour(bench);
  bench.destination().opening = {.at = 2, .retryable = true};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2));
}
