// The promise: a cursor is saved only after its rows are durable, and nothing is lost or doubled.

#include "unit/sync/engine_fixture.hpp"

using namespace oar;
using namespace oar::test;

namespace {

Table incremental(std::string name) { return keyed(std::move(name)).incremental({"id"}); }

// One incremental split with two units.
void two_units(Bench& bench) {
  FakeSource& source = bench.source();
  source.tables = {incremental("t")};
  source.splits = {
      {.id = "s", .tables = {"t"}, .steps = {rows("t", 1, 3), checkpoint(), rows("t", 4, 6), checkpoint()}}};
  bench.destination();
}

}  // namespace

TEST_CASE("rows of every unit arrive, and the cursor after them") {
  Bench bench;
  two_units(bench);
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(table_of(summary, "t").counts.rows == 6);
  CHECK(bench.cursor("s") == "4");
}

TEST_CASE("an incremental table resumes from its cursor") {
  Bench bench;
  two_units(bench);
  bench.run();
  bench.source().split("s").steps.push_back(rows("t", 7, 8));
  sync::Summary const summary = bench.run();
  FakeSource::Seen const seen = bench.source().seen();
  CHECK(seen.plans.at(1) == std::map<std::string, std::string>{{"s", "4"}});
  CHECK(seen.scans.at(1) == std::pair<std::string, std::string>{"s", "4"});
  CHECK(summary.routes[0].cursors_resumed == 1);
  CHECK_FALSE(summary.routes[0].resumed_from.empty());
  CHECK(bench.destination().ids("t") == numbers(1, 8));
  CHECK(table_of(summary, "t").counts.rows == 2);
}

TEST_CASE("the state file has the cursor only after the destination's commit returned") {
  Bench bench;
  two_units(bench);
  std::vector<std::string> at_commit;
  bench.destination().on_call = [&](std::string const& call) {
    if (call == "commit") at_commit.push_back(bench.cursor("s"));
  };
  bench.run();
  CHECK(at_commit == std::vector<std::string>{"", "2"});
}

TEST_CASE("the commit's token is in the state file before the commit is sent") {
  Bench bench;
  two_units(bench);
  std::vector<std::size_t> pending;
  bench.destination().on_call = [&](std::string const& call) {
    if (call != "commit") return;
    pending.push_back(bench.state().pending({.source = "src", .destination = "dst"})->size());
  };
  bench.run();
  CHECK(pending == std::vector<std::size_t>{1, 1});
  CHECK(bench.state().pending({.source = "src", .destination = "dst"})->empty());
}

TEST_CASE("a failed commit keeps the previous cursor, and the next sync loses and doubles nothing") {
  bool const append = GENERATE(false, true);
  bool const atomic = GENERATE(true, false);
  Bench bench;
  two_units(bench);
  if (append) bench.destination_config().write_mode = config::WriteMode::append;
  if (!atomic) bench.destination().capabilities &= ~std::uint32_t{OAR_CAP_ATOMIC_STATE};
  bench.destination().commit = {.at = 2};
  sync::Summary const first = bench.run();
  CHECK(first.exit_code() == 3);
  CHECK(bench.cursor("s") == "2");
  CHECK(bench.destination().ids("t") == numbers(1, 3));
  sync::Summary const second = bench.run();
  CHECK(second.exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(bench.cursor("s") == "4");
}

TEST_CASE("a commit that may pass is sent again in a new transaction") {
  Bench bench;
  two_units(bench);
  bench.destination().commit = {.at = 1, .status = OAR_E_IO, .retryable = true};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
  CHECK(bench.destination().count("begin") == 3);
}

TEST_CASE("after a failed unit no later unit of its split becomes durable") {
  Bench bench;
  two_units(bench);
  bench.destination().write = {.at = 1, .status = OAR_E_DATA};
  CHECK(bench.run().exit_code() == 3);
  CHECK(bench.destination().ids("t").empty());
  CHECK(bench.cursor("s").empty());
}

TEST_CASE("a lost answer to a commit is resolved by asking, not by writing again") {
  bool const happened = GENERATE(true, false);
  Bench bench;
  two_units(bench);
  bench.destination_config().write_mode = config::WriteMode::append;
  bench.destination().commit = {.at = 1, .status = OAR_E_COMMIT_UNKNOWN, .applied = happened};
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().count("resolve") == 1);
  CHECK(bench.destination().ids("t") == numbers(1, 6));
}

TEST_CASE("a commit in doubt of an earlier process is asked for before anything else") {
  bool const happened = GENERATE(true, false);
  Bench bench;
  two_units(bench);
  bench.destination().capabilities &= ~std::uint32_t{OAR_CAP_ATOMIC_STATE};
  sync::Envelope const envelope{.sync_id = "old", .sync_time_us = 1, .scope = "all", .tables = {"t"}, .cursor = "2"};
  state::Route const route{.source = "src", .destination = "dst"};
  state::Progress const progress{.cursors = {{.split_id = "s", .epoch = 1, .envelope = sync::encode(envelope)}},
                                 .rejects = {},
                                 .settled_token = {}};
  REQUIRE(bench.state().save_token(route, {.token = "old-token", .sync_id = "old", .progress = progress}));
  if (happened) bench.destination().tokens.insert("old-token");
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.source().seen().scans.front().second == (happened ? "2" : ""));
  CHECK(bench.state().pending(route)->empty());
}

TEST_CASE("a destination's own record wins over a lost state file") {
  Bench bench;
  two_units(bench);
  bench.run();
  bench.lose_state();
  bench.source().split("s").steps.push_back(rows("t", 7, 7));
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.source().seen().scans.back().second == "4");
  CHECK(bench.cursor("s") == "5");
  CHECK(bench.destination().ids("t") == numbers(1, 7));
}

TEST_CASE("another host on the same route is noticed, and the route stops") {
  Bench bench;
  two_units(bench);
  bench.destination().on_call = [&](std::string const& call) {
    if (call == "commit") bench.destination().states["src"]["s"].epoch = 7;
  };
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(summary.routes[0].errors.at(0).find("another host syncs this route") != std::string::npos);
  CHECK(bench.destination().ids("t").empty());
}

TEST_CASE("the source hears what is durable only when every route of the reader is") {
  Bench bench;
  two_units(bench);
  bench.destination("other").commit = {.at = 2, .for_ever = true};
  bench.run();
  CHECK(bench.source().seen().acknowledged == std::vector<std::pair<std::string, std::string>>{{"s", "2"}});
  CHECK(bench.source().seen().open_scans == 0);
}

TEST_CASE("an empty read never erases a position") {
  Bench bench;
  two_units(bench);
  bench.run();
  bench.source().split("s").end_cursor = false;
  sync::Summary const summary = bench.run();
  CHECK(summary.exit_code() == 3);
  CHECK(table_of(summary, "t").errors.at(0).find("plugin misbehaved") == 0);
  CHECK(bench.cursor("s") == "4");
}

TEST_CASE("an incremental sync with nothing new commits nothing") {
  Bench bench;
  two_units(bench);
  bench.run();
  int const before = bench.destination().count("commit");
  CHECK(bench.run().exit_code() == 0);
  CHECK(bench.destination().count("commit") == before);
}
