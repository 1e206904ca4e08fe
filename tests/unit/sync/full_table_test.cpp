// Full tables: the three write modes, and when stale rows go.

#include "host/sync/route_record.hpp"

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// Table t in two scopes.
void two_scopes(Bench& bench) {
  FakeSource& source = bench.source();
  source.tables = {keyed("t")};
  source.splits = {{.id = "a", .scope = "A", .tables = {"t"}, .steps = {rows("t", 1, 10)}, .end_cursor = false},
                   {.id = "b", .scope = "B", .tables = {"t"}, .steps = {rows("t", 11, 20)}, .end_cursor = false}};
  bench.destination();
}

std::vector<std::int64_t> joined(std::vector<std::int64_t> a, std::vector<std::int64_t> const& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("rows that the source no longer has are deleted after a clean end, and only then") {
  Bench bench;
  two_scopes(bench);
  bench.run();
  bench.source().split("a").steps = {rows("t", 1, 8, "new")};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == joined(numbers(1, 8), numbers(11, 20)));
  CHECK(table_of(summary, "t").counts.deleted == 2);
  CHECK(table_of(summary, "t").counts.rows == 18);
}

TEST_CASE("a scope that did not end cleanly keeps its rows, the other one loses its stale ones") {
  Bench bench;
  two_scopes(bench);
  bench.run();
  bench.source().split("a").steps = {rows("t", 1, 8), fail(OAR_E_IO)};
  bench.source().split("b").steps = {rows("t", 11, 18)};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(table_of(summary, "t").status == sync::Status::failed);
  CHECK(bench.destination().ids("t") == joined(numbers(1, 10), numbers(11, 18)));
}

TEST_CASE("two splits of one scope must both end before its stale rows go") {
  Bench bench;
  two_scopes(bench);
  bench.source().split("b").scope = "A";
  bench.run();
  bench.source().split("a").steps = {rows("t", 1, 8)};
  bench.source().split("b").steps = {fail(OAR_E_IO)};
  bench.run();
  CHECK(bench.destination().ids("t") == numbers(1, 20));
}

TEST_CASE("a table error blocks the stale deletion of that table and its children, not of others") {
  Bench bench;
  FakeSource& source = bench.source();
  Table child = keyed("child");
  child.column("parent", Type::int64).child_of("t", {{"parent", "id"}});
  source.tables = {keyed("t"), child, keyed("u")};
  source.splits = {{.id = "s",
                    .tables = {"t", "child", "u"},
                    .steps = {rows("t", 1, 3), rows("child", 1, 3), rows("u", 1, 3)},
                    .end_cursor = false}};
  bench.destination();
  CHECK(bench.run().exit_code() == 0);
  source.split("s").steps = {rows("t", 1, 1), table_error("t"), rows("child", 1, 1), rows("u", 1, 1)};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(table_of(summary, "t").errors == std::vector<std::string>{"not allowed"});
  CHECK(table_of(summary, "child").status == sync::Status::failed);
  CHECK(table_of(summary, "u").status == sync::Status::done);
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  CHECK(bench.destination().ids("child") == numbers(1, 3));
  CHECK(bench.destination().ids("u") == numbers(1, 1));
}

TEST_CASE("the brake holds when most of a table would be gone, and says so") {
  Bench bench;
  two_scopes(bench);
  bench.source().split("a").steps = {rows("t", 1, 300)};
  bench.source().split("b").steps = {rows("t", 1001, 1010)};
  bench.run();
  SECTION("more than half gone") {
    bench.source().split("a").steps = {rows("t", 1, 100)};
    sync::Summary const summary = bench.run();
    CHECK(summary.exit_code() == 3);
    CHECK(table_of(summary, "t").status == sync::Status::partial);
    CHECK(table_of(summary, "t").notes.at(0).find("max_delete_percent") != std::string::npos);
    CHECK(bench.destination().ids("t").size() == 310);
  }
  SECTION("replaced by as many others") {
    bench.source().split("a").steps = {rows("t", 2001, 2300)};
    CHECK(bench.run().exit_code() == 0);
    CHECK(bench.destination().ids("t").size() == 310);
    CHECK(bench.destination().ids("t").back() == 2300);
  }
}

TEST_CASE("overwrite keeps what the source no longer has") {
  Bench bench;
  two_scopes(bench);
  bench.destination_config().write_mode = config::WriteMode::overwrite;
  bench.run();
  bench.source().split("a").steps = {rows("t", 1, 1)};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 20));
}

TEST_CASE("a full table without a key is replaced by overwrite, per scope") {
  Bench bench;
  two_scopes(bench);
  Table keyless{"t"};
  keyless.column("id", Type::int64).column("text", Type::text);
  bench.source().tables = {keyless};
  bench.destination_config().write_mode = config::WriteMode::overwrite;
  bench.run();
  bench.source().split("a").steps = {rows("t", 1, 2)};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == joined(numbers(1, 2), numbers(11, 20)));
}

TEST_CASE("append adds a copy at every sync, and what an interrupted one left is removed first") {
  Bench bench;
  two_scopes(bench);
  bench.destination_config().write_mode = config::WriteMode::append;
  CHECK(bench.run().exit_code() == 0);
  bench.source().split("a").steps = {rows("t", 1, 5), checkpoint(), rows("t", 6, 10), fail(OAR_E_IO)};
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.destination().ids("t").size() == 20 + 5 + 10);
  bench.source().split("a").steps = {rows("t", 1, 10)};
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(summary.routes[0].removed_rows == 5);
  CHECK(bench.destination().ids("t").size() == 20 + 10 + 20);
}

TEST_CASE("records of full splits are forgotten when their sync has finished, and a split is read whole every time") {
  Bench bench;
  two_scopes(bench);
  bench.source().split("a").end_cursor = true;
  bench.run();
  bench.run();
  std::vector<state::Cursor> const left = *bench.state().cursors({.source = "src", .destination = "dst"});
  REQUIRE(left.size() == 1);  // the host's own
  CHECK(left[0].split_id == sync::route_record);
  for (auto const& [split, cursor] : bench.source().seen().scans) CHECK(cursor.empty());
}

TEST_CASE("incremental tables are never stale-deleted") {
  Bench bench;
  two_scopes(bench);
  bench.source().tables = {keyed("t").incremental({"id"})};
  for (FakeSplit& split : bench.source().splits) split.end_cursor = true;
  bench.run();
  bench.source().split("a").steps.push_back(rows("t", 30, 30));
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t").size() == 21);
  CHECK(bench.destination().count("delete_stale") == 0);
}

TEST_CASE("rows carry source, scope and time of the sync") {
  Bench bench;
  two_scopes(bench);
  sync::Summary const summary = bench.run();
  for (StoredRow const& row : bench.destination().tables["t"]) {
    CHECK(row.source == "src");
    CHECK(row.scope == (row.id <= 10 ? "A" : "B"));
    CHECK(row.time_us == summary.sync_time_us);
  }
}
