// One thing fails; the others go on, and nothing hides.

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

void one_split(Bench& bench, std::vector<Step> steps, bool incremental = false) {
  FakeSource& source = bench.source();
  source.tables = {incremental ? keyed("t").incremental({"id"}) : keyed("t")};
  source.splits = {{.id = "s", .tables = {"t"}, .steps = std::move(steps)}};
  bench.destination();
}

std::string first_error(sync::Summary const& summary) {
  sync::TableSummary const& table = table_of(summary, "t");
  return table.errors.empty() ? "" : table.errors.front();
}

}  // namespace

TEST_CASE("of three destinations one fails, the others have everything") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 6)}, true);
  bench.destination("b").commit = {.at = 2, .for_ever = true};
  bench.destination("c");
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(bench.destination("c").ids("t") == numbers(1, 6));
  CHECK(bench.destination("b").ids("t") == numbers(1, 3));
  CHECK(bench.source().seen().scans.size() == 1);  // they share one
  CHECK(bench.cursor("s", "b") == "2");
  CHECK(bench.cursor("s", "c") == "3");
}

TEST_CASE("a destination that hangs leaves the shared scan as failed, and the others go on") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 6)}, true);
  bench.destination("b").hangs = true;
  bench.options.stall_timeout = std::chrono::milliseconds{500};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(summary.routes[0].errors.at(0).find("accepted nothing") != std::string::npos);
}

TEST_CASE("routes that stand at different places get plans of their own and meet again") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 6)}, true);
  bench.destination("b").commit = {.at = 2, .for_ever = true};
  bench.run();
  bench.destination("b").commit = {};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination("b").ids("t") == numbers(1, 6));
  CHECK(bench.source().seen().plans.size() == 3);
  bench.run();
  CHECK(bench.source().seen().plans.size() == 4);
}

TEST_CASE("a source that cannot connect does not stop the other") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3)});
  bench.source("gone").unreachable = true;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(summary.failed_sources.at(0).name == "gone");
  CHECK(bench.destination().ids("t") == numbers(1, 3));
}

TEST_CASE("when every destination is unreachable, nothing moved") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3)});
  bench.destination().unreachable = true;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 4);
  CHECK(summary.failed_destinations.at(0).error == "connection refused");
  CHECK(bench.source().seen().scans.empty());
}

TEST_CASE("a scan that may pass is retried from the last durable checkpoint") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3), checkpoint(), rows("t", 4, 6), fail(OAR_E_IO, true, 2), rows("t", 7, 9)});
  bench.destination_config().write_mode = config::WriteMode::append;
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 9));
  std::vector<std::pair<std::string, std::string>> const scans = bench.source().seen().scans;
  CHECK(scans == std::vector<std::pair<std::string, std::string>>{{"s", ""}, {"s", "2"}, {"s", "2"}});
}

TEST_CASE("a scan is not retried for ever") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3), fail(OAR_E_IO, true)});
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.source().seen().scans.size() == 3);
  CHECK(bench.destination().ids("t").empty());
}

TEST_CASE(
    "after a table error no cursor of an incremental split is saved, and the others' rows stay where they converge") {
  bool const append = GENERATE(false, true);
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"}), keyed("u").incremental({"id"})};
  source.splits = {
      {.id = "s",
       .tables = {"t", "u"},
       .steps = {rows("u", 1, 2), checkpoint(), table_error("t"), rows("u", 3, 4), checkpoint(), rows("u", 5, 6)}}};
  bench.destination();
  if (append) bench.destination_config().write_mode = config::WriteMode::append;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.cursor("s") == "2");
  CHECK(bench.destination().ids("u") == (append ? numbers(1, 2) : numbers(1, 6)));
  source.split("s").steps[2] = rows("t", 1, 1);
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("u") == numbers(1, 6));
  CHECK(bench.destination().ids("t") == numbers(1, 1));
}

TEST_CASE("a table that one destination cannot take spoils nothing else there or elsewhere") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t"), keyed("u")};
  source.splits = {{.id = "s", .tables = {"t", "u"}, .steps = {rows("t", 1, 2), rows("u", 1, 2)}}};
  bench.destination("a");
  bench.destination("b").broken_table = "t";
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination("a").ids("t") == numbers(1, 2));
  CHECK(bench.destination("b").ids("t").empty());
  CHECK(bench.destination("b").ids("u") == numbers(1, 2));
  CHECK(table_of(summary, "t", 1).errors.at(0) == "migrate: cannot change");
}

TEST_CASE("a type that the destination cannot take is refused before the first row") {
  Bench bench;
  one_split(bench, {rows("t", 1, 3)});
  bench.destination().refused_table = "t";
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 2);
  CHECK(summary.refused.at(0).find("no such type here") != std::string::npos);
  CHECK(bench.source().seen().scans.empty());
}

TEST_CASE("a column that appears while reading is added between units") {
  Bench bench;
  one_split(bench, {rows("t", 1, 2), declare("t"), rows("t", 3, 4), checkpoint()});
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 4));
  CHECK(bench.destination().columns["t"].back() == "more");
}

TEST_CASE("rows deleted at the source are deleted by their key") {
  Bench bench;
  one_split(bench, {rows("t", 1, 5), checkpoint(), keys("t", 2, 3)}, true);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == std::vector<std::int64_t>{1, 4, 5});
  CHECK(table_of(summary, "t").counts.deleted == 2);
}

TEST_CASE("splits found while reading are read in the same sync") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {{.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 2), found("later", {"t"}), checkpoint()}},
                   {.id = "later", .tables = {"t"}, .steps = {rows("t", 3, 4)}, .planned = false}};
  bench.destination();
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 4));
}

TEST_CASE("a found split that failed is read by the next sync") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {
      {.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 2), found("later", {"t"}), checkpoint()}},
      {.id = "later", .tables = {"t"}, .steps = {fail(OAR_E_IO, false, 1), rows("t", 3, 4)}, .planned = false}};
  bench.destination();
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 4));
}

TEST_CASE("a split that goes last waits until the others are durable") {
  Bench bench;
  FakeSource& source = bench.source();
  source.tables = {keyed("t")};
  bool const broken = GENERATE(false, true);
  source.splits = {{.id = "last", .tables = {"t"}, .steps = {rows("t", 9, 9)}, .flags = OAR_SPLIT_LAST},
                   {.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 2)}}};
  if (broken) source.split("s").steps.push_back(fail(OAR_E_IO));
  bench.destination();
  CHECK(bench.run().exit_code() == (broken ? 3 : 0));
  CHECK(bench.destination().ids("t") == (broken ? std::vector<std::int64_t>{} : std::vector<std::int64_t>{1, 2, 9}));
}

TEST_CASE("a misbehaving plugin is named so, and its scan fails") {
  auto const [what, words] = GENERATE(table<Step, std::string>({
      {kind(8), "unknown kind 8"},
      {kind(OAR_MSG_BATCH, 7), "layout 7, which it did not declare"},
      {kind(OAR_MSG_BATCH, 0), ""},
      {kind(OAR_MSG_TABLE, 5), "TABLE message without a schema"},
      {kind(OAR_MSG_CHECKPOINT), "checkpoint without a cursor"},
      {kind(OAR_MSG_SPLIT), "SPLIT message without a split"},
      {kind(2000), ""},
  }));
  Bench bench;
  one_split(bench, {what, rows("t", 2, 2)});
  sync::Summary const summary = bench.run();
  CAPTURE(words, first_error(summary));
  if (words.empty()) {
    CHECK(summary.exit_code() == 0);
  } else {
    CHECK(summary.exit_code() == 3);
    CHECK(first_error(summary).find("plugin misbehaved") != std::string::npos);
    CHECK(first_error(summary).find(words) != std::string::npos);
    CHECK(bench.destination().ids("t").empty());
  }
}

TEST_CASE("another plugin behind a name is refused") {
  Bench bench;
  one_split(bench, {rows("t", 1, 1)});
  REQUIRE(bench.state().bind(state::Role::source, "src", "somebody.else"));
  CHECK(bench.run().exit_code() == 2);
  CHECK(bench.source().seen().plans.empty());
}
