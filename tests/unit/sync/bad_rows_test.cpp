// Rows that a destination does not take.

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// Rows 1..20 of t, of which 7 and 15 are poison, and two rows of another table.
void poisoned(Bench& bench, bool incremental = false) {
  FakeSource& source = bench.source();
  source.tables = {incremental ? keyed("t").incremental({"id"}) : keyed("t"), keyed("u")};
  if (incremental) source.tables[1].incremental({"id"});
  source.splits = {{.id = "s",
                    .tables = {"t", "u"},
                    .steps = {rows("t", 1, 6), rows("t", 7, 7, "poison"), rows("t", 8, 14), rows("u", 1, 2),
                              rows("t", 15, 15, "poison"), rows("t", 16, 20), checkpoint()}}};
  bench.destination().poison = "poison";
}

std::vector<state::Reject> rejects(Bench& bench) { return *bench.state().rejects({}); }

}  // namespace

TEST_CASE("a batch that fails is halved until the bad row is alone: it is a reject, the others are written") {
  Bench bench;
  poisoned(bench);
  FakeSource& source = bench.source();
  source.splits = {{.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 999), rows("t", 1000, 1000, "poison")}}};
  source.tables = {keyed("t")};
  bench.destination_config().max_rejects = 1;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination().ids("t") == numbers(1, 999));
  CHECK(table_of(summary, "t").rejects == 1);
  CHECK(table_of(summary, "t").counts.rows == 999);
  REQUIRE(rejects(bench).size() == 1);
  CHECK(rejects(bench)[0].reason.find("poisoned") != std::string::npos);
  CHECK(rejects(bench)[0].row_json.find("\"id\":1000") != std::string::npos);
}

TEST_CASE("a table with more bad rows than max_rejects fails, the split's other tables do not") {
  Bench bench;
  poisoned(bench);
  std::uint64_t const limit = GENERATE(0U, 1U, 2U);
  bench.destination_config().max_rejects = limit;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination().ids("u") == numbers(1, 2));
  CHECK(table_of(summary, "u").status == sync::Status::done);
  if (limit == 2) {
    CHECK(bench.destination().ids("t").size() == 18);
    CHECK(table_of(summary, "t").status == sync::Status::done);
  } else {
    CHECK(bench.destination().ids("t").empty());
    CHECK(table_of(summary, "t").status == sync::Status::failed);
    CHECK(table_of(summary, "t").errors.at(0).find("max_rejects (" + std::to_string(limit) + ")") != std::string::npos);
  }
  CHECK(rejects(bench).size() == 2);
}

TEST_CASE("no cursor passes a table that failed for its bad rows, and the next sync tries them again") {
  Bench bench;
  poisoned(bench, true);
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.cursor("s").empty());
  bench.destination().poison.clear();
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 20));
  CHECK_FALSE(bench.cursor("s").empty());
}
