// Incremental reads lose no row and double none, whoever commits when.
#include "client.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace oar::postgresql::source::test;
using oar::ReadMode;
using oar::test::ask;

namespace {

// Reads again and again with the cursor of the time before, as routes do, and keeps all rows as an append does.
class Follower {
 public:
  Follower(std::string const& where, std::string table, std::string const& settings)
      : client_{where, settings}, table_{std::move(table)} {}

  // The new rows, as their ids, sorted.
  std::vector<std::int64_t> read(std::size_t break_after = 0) {
    auto const plan = client_.plan({{table_, ReadMode::incremental}}, {{id_, cursor_}});
    if (!plan) FAIL(plan.error().message());
    REQUIRE(plan->count() == 1);
    id_ = plan->id(0);
    auto const go_on = [&](ScanResult const& so_far) {
      return break_after == 0 || so_far.cursors.size() < break_after;
    };
    auto const result = client_.read(plan->split(0), cursor_, go_on);
    if (result.error) FAIL(result.error->message());
    if (!result.cursors.empty()) cursor_ = result.cursors.back();
    complete_ = !result.last_cursor.empty();
    auto const durable = result.rows_before.empty() ? 0 : result.rows_before.back();
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < durable; ++i) ids.push_back(oar::json::parse(result.rows[i]).at("id").as_int64());
    all_.insert(all_.end(), ids.begin(), ids.end());
    std::ranges::sort(ids);
    return ids;
  }

  std::vector<std::int64_t> all() const {
    auto ids = all_;
    std::ranges::sort(ids);
    return ids;
  }
  bool complete() const { return complete_; }
  std::string const& cursor() const { return cursor_; }
  Client& client() { return client_; }

 private:
  Client client_;
  std::string table_;
  std::string id_;
  std::string cursor_;
  bool complete_ = false;
  std::vector<std::int64_t> all_;
};

using Ids = std::vector<std::int64_t>;

constexpr char events[] = "CREATE TABLE events (id int PRIMARY KEY, at timestamptz)";
constexpr char by_time[] = R"("incremental": {"events": "at"})";

std::string server_ids(std::string const& where) { return ask(where, "SELECT id FROM events ORDER BY id"); }
std::string text_of(Ids const& ids) {
  std::string text;
  for (auto const id : ids) text.append(text.empty() ? "" : "; ").append(std::to_string(id));
  return text;
}

}  // namespace

TEST_CASE("rows that tie with the last value, or are older but committed later, are found once") {
  auto const where = database(events);
  Follower follower{where, "events", by_time};
  ask(where, "INSERT INTO events VALUES (1, '2026-01-01'), (2, '2026-01-02'), (3, NULL)");
  Writer late{where};
  late.run("BEGIN; INSERT INTO events VALUES (10, '2025-01-01'), (11, '2026-01-02'), (12, NULL)");
  CHECK(follower.read() == Ids{1, 2, 3});
  CHECK(follower.read().empty());
  ask(where, "INSERT INTO events VALUES (4, '2026-01-02')");
  CHECK(follower.read() == Ids{4});
  late.run("COMMIT");
  CHECK(follower.read() == Ids{10, 11, 12});
  CHECK(follower.read().empty());
  CHECK_THAT(follower.cursor(), Catch::Contains("2026-01-02 00:00:00+00"));
}

TEST_CASE("an update brings its row again; an empty read keeps the position") {
  auto const where = database(events);
  Follower follower{where, "events", by_time};
  CHECK(follower.read().empty());
  ask(where, "INSERT INTO events VALUES (1, '2026-01-01'), (2, '2026-01-02')");
  CHECK(follower.read() == Ids{1, 2});
  ask(where, "UPDATE events SET at = '2020-01-01' WHERE id = 1");
  CHECK(follower.read() == Ids{1});
  ask(where, "DELETE FROM events");
  CHECK(follower.read().empty());
  CHECK_THAT(follower.cursor(), Catch::Contains("2026-01-02"));
}

TEST_CASE("rows of subtransactions whose transaction commits late are found") {
  auto const where = database(events);
  Follower follower{where, "events", by_time};
  Writer late{where}, other{where};
  late.run(
      "BEGIN; INSERT INTO events VALUES (1, '2020-01-01'); SAVEPOINT a; INSERT INTO events VALUES (2, '2020-01-01'); "
      "RELEASE a; SAVEPOINT b; INSERT INTO events VALUES (3, '2020-01-01')");
  other.run("INSERT INTO events VALUES (4, '2026-01-01')");  // so that the window goes on beyond the subtransactions
  CHECK(follower.read() == Ids{4});
  late.run("COMMIT");
  CHECK(follower.read() == Ids{1, 2, 3});
  CHECK(follower.read().empty());
}

TEST_CASE("rows of prepared transactions are found when these are committed, by whomever") {
  auto const where = database(events);
  Follower follower{where, "events", by_time};
  auto const name = "'late " + ask(where, "SELECT current_database()") + "'";
  Writer{where}.run("BEGIN; INSERT INTO events VALUES (1, '2020-01-01'); PREPARE TRANSACTION " + name);
  ask(where, "INSERT INTO events VALUES (2, '2026-01-01')");
  CHECK(follower.read() == Ids{2});
  CHECK(follower.read().empty());
  ask(where, "COMMIT PREPARED " + name);
  CHECK(follower.read() == Ids{1});
}

TEST_CASE("rows that were frozen are not read again") {
  auto const where = database(events);
  Follower follower{where, "events", by_time};
  Writer open{where};
  ask(where, "INSERT INTO events SELECT g, now() FROM generate_series(1, 1000) g");
  CHECK(follower.read().size() == 1000);
  ask(where, "VACUUM (FREEZE) events");
  CHECK(follower.read().empty());
  ask(where, "VACUUM (FULL, FREEZE) events");
  CHECK(follower.read().empty());
}

TEST_CASE(
    "a first read that breaks off goes on in later snapshots, and catches up what came into the part it had read") {
  auto const where = database(
      "CREATE TABLE events (id int PRIMARY KEY, at timestamptz, filler text); INSERT INTO events "
      "SELECT g, now(), repeat('x', 300) FROM generate_series(1, 6000) g");
  Follower follower{where, "events", by_time};
  follower.client().batch_bytes = 100'000;
  Writer late{where};
  late.run("BEGIN; INSERT INTO events VALUES (10001, '2020-01-01', '')");
  CHECK_FALSE(follower.read(2).empty());
  REQUIRE_FALSE(follower.complete());
  ask(where, "DELETE FROM events WHERE id = 5999");
  ask(where, "VACUUM events");
  ask(where,
      "INSERT INTO events VALUES (10002, '2020-01-01', ''); "
      "UPDATE events SET at = now() WHERE id = 1");
  follower.read(3);
  REQUIRE_FALSE(follower.complete());
  late.run("COMMIT");
  follower.read();
  REQUIRE(follower.complete());
  Ids expected{1};
  for (std::int64_t i = 1; i <= 6000; ++i)
    if (i != 5999) expected.push_back(i);
  expected.insert(expected.end(), {10001, 10002});
  auto const all = follower.all();
  CHECK(all == expected);
  CHECK(follower.read().empty());
}

TEST_CASE("a partition that is attached with old rows in it is read whole, the others by what is new") {
  auto const where = database(R"sql(
    CREATE TABLE events (id int, at date) PARTITION BY RANGE (id);
    CREATE TABLE low PARTITION OF events FOR VALUES FROM (0) TO (100);
    CREATE TABLE high (id int, at date);
    INSERT INTO low VALUES (1, '2026-01-01');
    INSERT INTO high VALUES (101, '2020-01-01');
  )sql");
  Follower follower{where, "events", by_time};
  CHECK(follower.read() == Ids{1});
  ask(where,
      "ALTER TABLE events ATTACH PARTITION high FOR VALUES FROM (100) TO (200); INSERT INTO low VALUES (2, "
      "'2020-01-01')");
  CHECK(follower.read() == Ids{2, 101});
  ask(where, "INSERT INTO events VALUES (3, '2026-01-01'), (102, '2020-01-01')");
  CHECK(follower.read() == Ids{3, 102});
  CHECK(follower.read().empty());
}

TEST_CASE("a view is read from its last value on: ties are found and not doubled, and lookback finds late rows") {
  auto const where = database(std::string{events} + "; CREATE VIEW seen AS SELECT * FROM events");
  auto const lookback = GENERATE(as<std::string>{}, "", R"(, "lookback": "2 days")");
  Follower follower{where, "seen", R"("incremental": {"seen": "at"})" + lookback};
  ask(where, "INSERT INTO events VALUES (1, '2026-01-01'), (2, '2026-01-02')");
  CHECK(follower.read() == Ids{1, 2});
  ask(where, "INSERT INTO events VALUES (3, '2026-01-02'), (4, '2026-01-03'), (5, '2026-01-01')");
  CHECK(follower.read() == (lookback.empty() ? Ids{3, 4} : Ids{3, 4, 5}));
  CHECK(follower.read().empty());
}

TEST_CASE("with late_rows: lookback a table is read from lookback on, and still nothing twice") {
  auto const where = database(events);
  Follower follower{where, "events", std::string{by_time} + R"(, "late_rows": "lookback", "lookback": "2 days")"};
  ask(where, "INSERT INTO events VALUES (1, '2026-01-01'), (2, '2026-01-02')");
  CHECK(follower.read() == Ids{1, 2});
  ask(where, "INSERT INTO events VALUES (3, '2026-01-01'), (4, '2026-01-02'), (5, '2025-12-01')");
  CHECK(follower.read() == Ids{3, 4});
  CHECK(follower.read().empty());
}

TEST_CASE("many writers, late commits, savepoints, rollbacks and equal times beside many reads: each row once") {
  auto const where = database(std::string{events} + "; CREATE SEQUENCE ids");
  Follower follower{where, "events", by_time};
  std::atomic<bool> stop = false;
  auto const database_name = ask(where, "SELECT current_database()");
  auto const write = [&](unsigned seed) {
    std::minstd_rand random{seed};
    Writer writer{where};
    auto const insert = [&] {
      // A hundred times at most, so that most rows tie; now() would be the transaction's beginning.
      writer.run("INSERT INTO events SELECT nextval('ids'), timestamptz '2026-01-01' + " +
                 std::to_string(random() % 100) + " * interval '1 microsecond' FROM generate_series(1, 3)");
    };
    for (int i = 0; !stop; ++i) {
      writer.run("BEGIN");
      insert();
      for (auto savepoints = random() % 3; savepoints > 0; --savepoints) {
        writer.run("SAVEPOINT s");
        insert();
        writer.run(random() % 3 == 0 ? "ROLLBACK TO s" : "RELEASE s");
      }
      if (random() % 2 == 0) writer.run("SELECT pg_sleep(0.02)");
      auto const how = random() % 8;
      if (how == 0) {
        writer.run("ROLLBACK");
      } else if (how == 1) {
        auto const name = "'" + database_name + "-" + std::to_string(seed) + "-" + std::to_string(i) + "'";
        writer.run("PREPARE TRANSACTION " + name).run("SELECT pg_sleep(0.01)").run("COMMIT PREPARED " + name);
      } else {
        writer.run("COMMIT");
      }
    }
  };
  {
    std::vector<std::jthread> writers;
    for (unsigned seed = 1; seed <= 4; ++seed) writers.emplace_back(write, seed);
    std::size_t with_rows = 0;
    for (int i = 0; i < 60; ++i) with_rows += follower.read().empty() ? 0 : 1;
    stop = true;
    CHECK(with_rows > 10);
  }
  follower.read();
  CHECK(text_of(follower.all()) == server_ids(where));
}
