// Scopes that disappear from the source.

#include "host/sync/route_record.hpp"

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

FakeSplit of(std::string const& scope, std::int64_t from) {
  return {.id = scope, .scope = scope, .tables = {"t"}, .steps = {rows("t", from, from + 1)}};
}

void two_accounts(Bench& bench) {
  bench.source().tables = {keyed("t")};
  bench.source().splits = {of("one", 1), of("two", 3)};
  bench.destination();
  REQUIRE(bench.run().exit_code() == 0);
}

}  // namespace

TEST_CASE("the record of a route gives back what went into it") {
  sync::RouteRecord const record{.scopes = {{"a", {"x", "y\""}}, {"b", {"x", "y\""}}, {"c", {"z"}}}, .finished = "id"};
  CHECK(*sync::decode_route_record(sync::encode(record)) == record);
  CHECK_FALSE(sync::decode_route_record("{}"));
}

TEST_CASE("a scope that disappears from a complete plan is stale, also when the state file was lost") {
  Bench bench;
  two_accounts(bench);
  if (GENERATE(false, true)) bench.lose_state();
  bench.source().splits = {of("one", 1)};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2));
  CHECK(table_of(summary, "t").counts.deleted == 2);
  CHECK(bench.run().exit_code() == 0);
}

TEST_CASE("a scope of a failed plan is not stale") {
  Bench bench;
  two_accounts(bench);
  bench.source().unreachable = true;
  CHECK(bench.run().exit_code() == 4);
  CHECK(bench.destination().ids("t") == numbers(1, 4));
}

TEST_CASE("the brake holds a scope that disappears with most of a table's rows, until it is allowed") {
  Bench bench;
  bench.source().tables = {keyed("t")};
  bench.source().splits = {of("one", 1), {.id = "two", .scope = "two", .tables = {"t"}, .steps = {rows("t", 10, 300)}}};
  bench.destination();
  REQUIRE(bench.run().exit_code() == 0);
  bench.source().splits = {of("one", 1)};
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.destination().ids("t").size() == 293);
  bench.destination_config().max_delete_percent = 100;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 2));
}
