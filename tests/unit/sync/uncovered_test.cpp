// A table that is added to a split which has a cursor already: its older rows are read too.

#include "host/sync/uncovered.hpp"

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// One incremental split of table t, which has been synced; then u is added to it.
void grow_split(Bench& bench, config::WriteMode mode) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t").incremental({"id"})};
  source.splits = {{.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 3)}}};
  bench.destination_config().write_mode = mode;
  REQUIRE(bench.run().exit_code() == 0);
  source.tables.push_back(keyed("u").incremental({"id"}));
  source.splits = {{.id = "s", .tables = {"t", "u"}, .steps = {rows("t", 1, 3), rows("u", 11, 13), checkpoint()}}};
}

std::vector<std::string> notes_of(sync::Summary const& summary) { return summary.routes.front().notes; }

}  // namespace

TEST_CASE("a table that is added to a split brings its older rows: the split is read again, once") {
  Bench bench;
  grow_split(bench, config::WriteMode::overwrite);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.source().seen().scans.back() == std::pair<std::string, std::string>{"s", ""});
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  CHECK(bench.destination().ids("u") == numbers(11, 13));
  REQUIRE(notes_of(summary).size() == 1);
  CHECK(notes_of(summary)[0].find("split 's' is read again from the beginning") != std::string::npos);
  CHECK(notes_of(summary)[0].find("'u'") != std::string::npos);

  CHECK(notes_of(bench.run()).empty());
  CHECK(bench.source().seen().scans.back() == std::pair<std::string, std::string>{"s", "3"});
}

TEST_CASE("an added table without rows is not asked for again and again") {
  Bench bench;
  grow_split(bench, config::WriteMode::overwrite);
  bench.source().splits.front().steps = {checkpoint()};
  REQUIRE(bench.run().exit_code() == 0);
  CHECK(notes_of(bench.run()).empty());
}

TEST_CASE("a sync that dies while it reads the added table begins with it again") {
  Bench bench;
  grow_split(bench, config::WriteMode::overwrite);
  bench.source().splits.front().steps = {rows("t", 1, 3), fail(OAR_E_IO, false, 1), rows("u", 11, 13)};
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("u") == numbers(11, 13));
}

TEST_CASE("where reading again would double appended rows, the route says so and nothing of it moves") {
  Bench bench;
  grow_split(bench, config::WriteMode::append);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() != 0);
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  CHECK(bench.destination().ids("u").empty());
  REQUIRE(summary.routes.front().errors.size() == 1);
  CHECK(summary.routes.front().errors[0].find("would double the rows of 't'") != std::string::npos);
  CHECK(summary.routes.front().errors[0].find("skip_tables") != std::string::npos);
  CHECK(table_of(summary, "t").status == sync::Status::failed);
  CHECK(bench.cursor("s") == "1");
}

TEST_CASE("a route that cannot read again does not hold up the one that shares its plan and can") {
  Bench bench;
  bench.destination_config("other").write_mode = config::WriteMode::append;
  grow_split(bench, config::WriteMode::overwrite);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(bench.destination().ids("u") == numbers(11, 13));
  CHECK(bench.destination("other").ids("t") == numbers(1, 3));
  CHECK(bench.destination("other").ids("u").empty());
}
