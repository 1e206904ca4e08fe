// One moment for all tables, and cursors that neither lose nor repeat.
#include "support.hpp"

#include <set>

using namespace oar;
using namespace oar::sqlite::source;
using namespace oar::sqlite::source::test;
using Catch::Matchers::Contains;

namespace {

std::unique_ptr<SqliteSource> incremental(File const& file, std::string const& column) {
  SourceConfig config;
  config.connection_string.value = file.path();
  config.incremental["t"] = column;
  return source(std::move(config));
}

}  // namespace

TEST_CASE("all tables of a plan, and of a plan that shares its bounds, are read as they were at one moment") {
  File const file;
  file.run(
      "PRAGMA journal_mode = WAL; CREATE TABLE a (x INTEGER); CREATE TABLE b (x INTEGER);"
      "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
  auto const from = source(file);
  auto const first = planned(*from, "a");
  file.run("INSERT INTO a VALUES (2); INSERT INTO b VALUES (2)");
  auto const alike = planned(*from, "b", {}, &first.plan);
  auto const later = planned(*from, "b");
  CHECK(read(*from, first).rows.size() == 1);
  CHECK(read(*from, alike).rows.size() == 1);
  CHECK(read(*from, later).rows.size() == 2);
}

TEST_CASE("rows that tie at the boundary are neither lost nor read twice") {
  File const file;
  file.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT); "
      "INSERT INTO t VALUES (1, 'a'), (5, 'b'), (7, 'b'), (9, NULL)");
  auto const from = incremental(file, "at");
  auto const first = read(*from, "t");
  CHECK(first.rows.size() == 3);
  REQUIRE(first.warnings.size() == 1);
  CHECK_THAT(first.warnings.front(), Contains("1 rows are not read, because at is NULL"));
  CHECK(read(*from, "t", first.cursor).rows.empty());
  CHECK(read(*from, "t", read(*from, "t", first.cursor).cursor).rows.empty());
  // Below, between and above the ids that were read; and one that was read changes without moving.
  file.run("INSERT INTO t VALUES (2, 'b'), (6, 'b'), (10, 'c'); UPDATE t SET id = 8 WHERE id = 7");
  auto const second = read(*from, "t", first.cursor);
  CHECK(std::multiset<std::string>(second.rows.begin(), second.rows.end()) ==
        std::multiset<std::string>{R"({"id":2,"at":"b"})", R"({"id":6,"at":"b"})", R"({"id":8,"at":"b"})",
                                   R"({"id":10,"at":"c"})"});
  CHECK(read(*from, "t", second.cursor).rows.empty());
}

TEST_CASE("an incremental scan goes on from each of its checkpoints without a gap and without a row twice") {
  File const file;
  file.run(
      "CREATE TABLE t (at INTEGER); WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "249999) INSERT INTO t SELECT i / 3000 FROM n");
  auto const from = incremental(file, "at");
  auto const plan = planned(*from, "t");
  auto reader = ok(from->read(plan.split(), {}));
  Output output{{{plan.table, {true}}}, {.rows = 7001}, Host{}};
  ScanState scan{std::move(reader), std::move(output), {}, true, {plan.split(), {}}};
  std::int64_t rows = 0;
  std::string cursor;
  while (cursor.empty()) {  // up to its first checkpoint, in the middle of rows that tie
    oar_message message{};
    message.struct_size = sizeof message;
    auto error = detail::empty_error();
    REQUIRE(scan.next(&message, &error));
    if (message.schema.release) message.schema.release(&message.schema);
    if (message.kind == OAR_MSG_BATCH) rows += message.batch.length;
    if (message.batch.release) message.batch.release(&message.batch);
    if (message.kind == OAR_MSG_CHECKPOINT) cursor = detail::view(oar_bytes{message.cursor.data, message.cursor.size});
    if (message.cursor.release) message.cursor.release(&message.cursor);
  }
  REQUIRE(rows % 3000 != 0);
  CHECK(rows + static_cast<std::int64_t>(read(*from, "t", cursor).rows.size()) == 250'000);
}

TEST_CASE("by rowid only new rows are read, and a value that sorts apart does not hide those to come") {
  File const file;
  file.run("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('same'), ('same')");
  auto const from = incremental(file, "rowid");
  auto const first = read(*from, "t");
  CHECK(first.rows.size() == 2);
  file.run("INSERT INTO t VALUES ('same')");
  CHECK(read(*from, "t", first.cursor).rows.size() == 1);

  File const numbers;
  numbers.run("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), ('text')");
  auto const by_number = incremental(numbers, "n");
  auto const one = read(*by_number, "t");
  CHECK(one.rows.size() == 1);
  REQUIRE(one.rejects.size() == 1);
  CHECK_THAT(one.rejects.front(), Contains("sorts apart"));
  numbers.run("INSERT INTO t VALUES (2)");
  CHECK(read(*by_number, "t", one.cursor).rows == std::vector<std::string>{R"({"n":2})"});
}

TEST_CASE("a full scan goes on from a checkpoint while its plan lives, and says so when it does not") {
  File const file;
  file.run(
      "CREATE TABLE t (x INTEGER); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
      "150000) INSERT INTO t SELECT i FROM n");
  auto const from = source(file);
  std::string cursor;
  {
    auto const plan = planned(*from, "t");
    auto const whole = read(*from, plan);
    CHECK(whole.rows.size() == 150'000);
    cursor = whole.cursor;
    REQUIRE_FALSE(cursor.empty());
    auto const rest = read(*from, plan, cursor);
    CHECK(rest.rows.size() > 0);
    CHECK(rest.rows.size() <= 50'000);
    CHECK(rest.rows.back() == whole.rows.back());
  }
  auto const later = planned(*from, "t");
  CHECK(failed(from->read(later.split(), Cursor{cursor})).code() == Errc::cursor_expired);
}

TEST_CASE("where is the user's SQL in parentheses, and what is wrong with it is told by plan") {
  File const file;
  file.run("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2), (3)");
  auto const from = source(file);
  CHECK(read(*from, planned(*from, "t", {}, nullptr, "x = 1 OR x = 3 -- odd ones")).rows.size() == 2);
  PlanRequest const request{.selected = {{.table = "t", .filter_json = R"({"where": "y > 1"})"}}};
  auto const error = failed(from->plan(request));
  CHECK(error.code() == Errc::config);
  CHECK_THAT(error.message(), Contains("where") && Contains("no such column: y"));
}

TEST_CASE("only selected columns are read, and keys") {
  File const file;
  file.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER); INSERT INTO t VALUES (1, 2, 'no number')");
  auto const from = source(file);
  PlanRequest const request{.selected = {{.table = "t", .columns = {"a"}}}};
  Planned const plan{ok(from->plan(request)), ok(from->discover()).front()};
  auto const all = read(*from, plan);
  CHECK(all.rejects.empty());
  CHECK(all.rows == std::vector<std::string>{R"({"id":1,"a":2,"b":null})"});  // b is dropped later
}

namespace {

std::unique_ptr<SqliteSource> looking_back(File const& file, std::string const& column, std::string const& lookback) {
  SourceConfig config;
  config.connection_string.value = file.path();
  config.incremental["t"] = column;
  config.lookback = lookback;
  return source(std::move(config));
}

}  // namespace

TEST_CASE("within lookback rows that were written late come once, and what was read before does not come again") {
  struct Case {
    std::string declared, lookback;
    std::string first, last;    // read by the first sync
    std::string lost, in_time;  // written then, with values below
  };
  auto const [declared, lookback, first, last, lost, in_time] = GENERATE(values<Case>({
      {"INTEGER", "10", "85", "90", "79", "80"},
      {"REAL", "10", "85.5", "90.5", "80.25", "80.5"},
      {"U64_BLOB", "10", "'18446744073709551600'", "'18446744073709551610'", "7", "'18446744073709551600'"},
      {"TIMESTAMP", "1 hour", "'2026-03-01 00:10:00'", "'2026-03-01 00:30:00.25'", "'2026-02-28 23:29:59.9'",
       "'2026-02-28 23:30:00'"},
      {"TIMESTAMPTZ", "90 minutes", "'2026-01-01T10:00:00Z'", "'2026-01-01T11:30:00.5Z'", "'2026-01-01T09:59:59.999Z'",
       "'2026-01-01T10:00:00Z'"},
      {"DATE", "2 days", "'2026-01-01'", "'2026-01-02'", "'2025-12-30'", "'2025-12-31'"},
  }));
  INFO(declared);
  File const file;
  file.run("CREATE TABLE t (id TEXT, at " + declared + "); INSERT INTO t VALUES ('a', " + first + "), ('b', " + last +
           ")");
  auto const from = looking_back(file, "at", lookback);
  auto const one = read(*from, "t");
  CHECK(one.rows.size() == 2);
  CHECK(one.rejects.empty());
  CHECK(read(*from, "t", one.cursor).rows.empty());
  file.run("INSERT INTO t VALUES ('lost', " + lost + "), ('late', " + in_time + ")");
  auto const two = read(*from, "t", one.cursor);
  REQUIRE(two.rows.size() == 1);
  CHECK_THAT(two.rows.front(), Contains("late"));
  CHECK(read(*from, "t", two.cursor).rows.empty());
}

TEST_CASE("a lookback that is none is refused with what is accepted; where it means nothing it is warned of") {
  auto const text = GENERATE("an hour", "1 parsec", "-1", "1hour", "99999999999999 weeks", "1.5");
  File const file;
  file.run("CREATE TABLE t (at TIMESTAMP, n INTEGER)");
  auto const error = failed(looking_back(file, "at", text)->discover());
  CHECK(error.code() == Errc::config);
  CHECK_THAT(error.message(), Contains("lookback") && Contains("1 hour") && Contains(text));
  file.run("INSERT INTO t VALUES ('2026-01-01 00:00:00', 1)");
  CHECK(read(*looking_back(file, "n", "1 hour"), "t").rows.size() == 1);
}
