// A sync that did not finish: completed with its own time, or cleaned up by the next one; and cursors that expired.

#include "host/sync/resume.hpp"

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// Table t, appended, in two splits of one scope: the first ends, the second fails once after its checkpoint.
void half_done(Bench& bench) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t")};
  source.splits = {{.id = "a", .tables = {"t"}, .steps = {rows("t", 1, 2)}},
                   {.id = "b",
                    .tables = {"t"},
                    .steps = {rows("t", 3, 4), checkpoint(), fail(OAR_E_IO, false, 1), rows("t", 5, 6)}}};
  bench.destination_config().write_mode = config::WriteMode::append;
  REQUIRE(bench.run().exit_code() == 3);
  REQUIRE(bench.destination().ids("t") == numbers(1, 4));
}

std::set<std::int64_t> times(Bench& bench) {
  std::set<std::int64_t> all;
  for (StoredRow const& row : bench.destination().tables["t"]) all.insert(row.time_us);
  return all;
}

using Scans = std::vector<std::pair<std::string, std::string>>;

Scans scans_of_second_run(Bench& bench, std::size_t first) {
  Scans all = bench.source().seen().scans;
  return {all.begin() + static_cast<std::ptrdiff_t>(first), all.end()};
}

std::vector<std::string> notes(sync::Summary const& summary) { return summary.routes.front().notes; }

}  // namespace

TEST_CASE("a resumed sync reads only what is missing, under its own time, and an append is exact") {
  Bench bench;
  half_done(bench);
  std::size_t const before = bench.source().seen().scans.size();
  bench.options.resume = true;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(summary.resumed);
  CHECK(scans_of_second_run(bench, before) == Scans{{"b", "2"}});
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(times(bench).size() == 1);
  CHECK(bench.destination().states["src"].size() == 1);  // the route's own record
}

TEST_CASE("without being resumed, what an unfinished sync left is removed, counted, and all is read") {
  Bench bench;
  half_done(bench);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(summary.routes.front().removed_rows == 4);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(times(bench).size() == 1);
}

TEST_CASE("where rows cannot be found by their sync time, those of an unfinished sync stay, and it is said") {
  Bench bench;
  bench.destination().capabilities &= ~std::uint32_t{OAR_CAP_DELETE_STALE};
  half_done(bench);
  sync::Summary const summary = bench.run();
  CHECK(bench.destination().ids("t").size() == 10);
  REQUIRE(notes(summary).size() == 1);
  CHECK(notes(summary)[0].find("unfinished sync left in append tables stay") != std::string::npos);
}

TEST_CASE("nothing to resume is a new sync") {
  Bench bench;
  half_done(bench);
  REQUIRE(bench.run().exit_code() == 0);
  bench.options.resume = true;
  sync::Summary const summary = bench.run();
  CHECK_FALSE(summary.resumed);
  CHECK(summary.exit_code() == 0);
  CHECK(times(bench).size() == 2);
}

TEST_CASE("a resumed sync deletes what is stale in the scopes that it and its first part read") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t")};
  bench.destination();
  source.splits = {{.id = "a", .scope = "A", .tables = {"t"}, .steps = {rows("t", 1, 3)}},
                   {.id = "b", .scope = "B", .tables = {"t"}, .steps = {rows("t", 4, 6)}}};
  REQUIRE(bench.run().exit_code() == 0);
  source.split("a").steps = {rows("t", 1, 2)};
  source.split("b").steps = {fail(OAR_E_IO, false, 1), rows("t", 4, 5)};
  REQUIRE(bench.run().exit_code() == 3);
  bench.options.resume = true;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == std::vector<std::int64_t>{1, 2, 4, 5});
}

TEST_CASE("a split in which a table failed is read anew when resumed, with all splits of its place") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t"), keyed("u")};
  source.splits = {{.id = "a", .tables = {"t", "u"}, .steps = {rows("t", 1, 2), table_error("u")}},
                   {.id = "b", .tables = {"t"}, .steps = {rows("t", 3, 4)}},
                   {.id = "c", .scope = "other", .tables = {"t"}, .steps = {rows("t", 5, 6)}}};
  bench.destination_config().write_mode = config::WriteMode::append;
  REQUIRE(bench.run().exit_code() == 3);
  std::size_t const before = source.seen().scans.size();
  source.split("a").steps = {rows("t", 1, 2), rows("u", 7, 8)};
  bench.options.resume = true;
  CHECK(bench.run().exit_code() == 0);
  Scans again = scans_of_second_run(bench, before);
  std::sort(again.begin(), again.end());
  CHECK(again == Scans{{"a", ""}, {"b", ""}});
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(bench.destination().ids("u") == numbers(7, 8));
}

TEST_CASE("when a sync failed in one table only, the next one keeps the appended rows of the others") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t"), keyed("u")};
  source.splits = {{.id = "a", .tables = {"t"}, .steps = {rows("t", 1, 2)}},
                   {.id = "b", .tables = {"u"}, .steps = {rows("u", 3, 4), checkpoint(), fail(OAR_E_IO)}}};
  bench.destination_config().write_mode = config::WriteMode::append;
  REQUIRE(bench.run().exit_code() == 3);
  sync::Summary const summary = bench.run();
  CHECK(bench.destination().ids("t") == std::vector<std::int64_t>{1, 1, 2, 2});
  CHECK(bench.destination().ids("u") == numbers(3, 4));
  CHECK(summary.routes.front().removed_rows == 2);
}

TEST_CASE("a snapshot that cannot be reopened: the table's rows of this sync go, and it is read whole") {
  Bench bench;
  half_done(bench);
  bench.source().split("b").steps = {rows("t", 3, 4), checkpoint(), fail(OAR_E_CURSOR_EXPIRED, false, 1),
                                     rows("t", 5, 6)};
  bench.options.resume = true;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(times(bench).size() == 1);
  CHECK(summary.routes.front().removed_rows == 4);
}

TEST_CASE("an expired cursor fails its table, or is read from its start when that is asked for") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  bench.destination();
  source.splits = {{.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 2), checkpoint()}}};
  REQUIRE(bench.run().exit_code() == 0);
  source.split("s").steps = {rows("t", 1, 2), checkpoint(), fail(OAR_E_CURSOR_EXPIRED, false, 2), rows("t", 3, 4)};
  sync::Summary const failed = bench.run();
  CHECK(failed.exit_code() == 3);
  CHECK(table_of(failed, "t").errors.front().find("--on-expired resync") != std::string::npos);
  bench.options.on_expired = sync::OnExpired::resync;
  sync::Summary const resynced = bench.run();
  CHECK(resynced.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 4));
  REQUIRE(notes(resynced).size() == 1);
  CHECK(notes(resynced)[0].find("read from its start") != std::string::npos);
}

TEST_CASE("found splits are in the destination's own record, finished and unfinished ones") {
  Bench bench;
  FakeSource& source = bench.source();
  bool const full = GENERATE(true, false);
  source.tables = {full ? keyed("t") : keyed("t").incremental({"id"})};
  source.splits = {
      {.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 2), found("one", {"t"}), found("two", {"t"}), checkpoint()}},
      {.id = "one", .tables = {"t"}, .steps = {rows("t", 3, 4)}, .planned = false},
      {.id = "two", .tables = {"t"}, .steps = {fail(OAR_E_IO, false, 1), rows("t", 5, 6)}, .planned = false}};
  bench.destination_config().write_mode = config::WriteMode::append;
  REQUIRE(bench.run().exit_code() == 3);
  if (full) {
    bench.options.resume = true;
  } else {
    bench.lose_state();
  }
  std::size_t const before = source.seen().scans.size();
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  Scans const again = scans_of_second_run(bench, before);
  CHECK(std::count(again.begin(), again.end(), std::pair<std::string, std::string>{"one", ""}) == 0);
}

TEST_CASE("a sync that was killed after it had settled is resumed as complete: nothing is read or appended again") {
  Bench bench;
  half_done(bench);
  bench.options.resume = true;
  REQUIRE(bench.run().exit_code() == 0);
  std::int64_t const time = *times(bench).begin();
  state::SyncRecord const last = bench.state().recent_syncs(1)->front();
  REQUIRE(bench.state().finish_sync(last.sync.id, {.finished_us = time, .exit_code = 3, .status = "as if killed"}));
  std::size_t const before = bench.source().seen().scans.size();
  sync::Summary const summary = bench.run();
  CHECK(summary.resumed);
  CHECK(summary.exit_code() == 0);
  CHECK(scans_of_second_run(bench, before).empty());
  CHECK(bench.destination().ids("t") == numbers(1, 6));
}

TEST_CASE(
    "a table that the source divides otherwise than before is read anew, though what was read of it was complete") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t")};
  source.splits = {{.id = "a@1", .tables = {"t"}, .steps = {rows("t", 1, 2)}},
                   {.id = "b@1", .tables = {"t"}, .steps = {fail(OAR_E_IO, false, 1)}}};
  bench.destination_config().write_mode = config::WriteMode::append;
  REQUIRE(bench.run().exit_code() == 3);
  source.splits = {{.id = "a@2", .tables = {"t"}, .steps = {rows("t", 2, 3)}},
                   {.id = "b@2", .tables = {"t"}, .steps = {rows("t", 4, 6)}}};
  bench.options.resume = true;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(2, 6));
  CHECK(times(bench).size() == 1);
}
