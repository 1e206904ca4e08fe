// Tables read whole: in ranges, in one snapshot, from where a scan broke off.
#include "client.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <set>
#include <thread>

using namespace oar::postgresql::source::test;
using oar::test::ask;

namespace {

// A table of some megabytes with gaps, moved rows and values that are stored beside it.
constexpr char large[] = R"sql(
CREATE TABLE large (id int PRIMARY KEY, filler text);
INSERT INTO large SELECT g, repeat('x', 200) FROM generate_series(1, 30000) g;
DELETE FROM large WHERE id % 7 = 0;
UPDATE large SET filler = 'moved' WHERE id % 5 = 0;
INSERT INTO large SELECT g, (SELECT string_agg(md5(g::text || h::text), '') FROM generate_series(1, 200) h)
FROM generate_series(30001, 30050) g;
)sql";

std::string server_rows(std::string const& where) {
  return ask(where, "SELECT count(*), sum(id), sum(length(filler)) FROM large");
}

std::string sums(Rows const& rows) {
  std::int64_t ids = 0, lengths = 0;
  for (auto const& row : rows) {
    auto const value = oar::json::parse(row);
    ids += value.at("id").as_int64();
    lengths += static_cast<std::int64_t>(value.at("filler").as_string().size());
  }
  return std::to_string(rows.size()) + "|" + std::to_string(ids) + "|" + std::to_string(lengths);
}

}  // namespace

TEST_CASE("a table read in ranges of blocks is the whole table, each row once") {
  auto const where = database(large);
  Client client{where, R"("split_mib": 1)"};
  auto const plan = client.plan({{"large"}});
  REQUIRE(plan);
  CHECK(plan->count() > 3);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < plan->count(); ++i) ids.insert(plan->id(i));
  CHECK(ids.size() == plan->count());
  CHECK(sums(client.all("large")) == server_rows(where));
  CHECK(sums(Client{where, ""}.all("large")) == server_rows(where));
}

TEST_CASE("a scan goes on from each of its checkpoints without a gap or a double") {
  auto const where = database(large);
  Client client{where, ""};
  client.batch_bytes = 200'000;  // short of memory: statements of a few blocks
  auto const plan = client.plan({{"large"}});
  REQUIRE(plan);
  REQUIRE(plan->count() == 1);
  auto const whole = client.read(plan->split(0));
  REQUIRE_FALSE(whole.error);
  REQUIRE(whole.cursors.size() > 5);
  ask(where, "UPDATE large SET filler = 'later'; INSERT INTO large VALUES (99999, 'new')");
  for (std::size_t i = 0; i < whole.cursors.size(); i += 3) {
    auto const rest = client.read(plan->split(0), whole.cursors[i]);
    REQUIRE_FALSE(rest.error);
    Rows const expected(whole.rows.begin() + static_cast<std::ptrdiff_t>(whole.rows_before[i]), whole.rows.end());
    CHECK(rest.rows == expected);
  }
}

TEST_CASE("a session that is killed in the middle is an error to retry, and the retry completes it") {
  auto const where = database(large);
  Client client{where, ""};
  client.batch_bytes = 200'000;
  auto const plan = client.plan({{"large"}});
  REQUIRE(plan);
  auto const broken = client.read(plan->split(0), {}, [&](ScanResult const& so_far) {
    if (so_far.cursors.size() == 3)
      ask(where,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'oarlock' AND datname = "
          "current_database() AND query LIKE 'COPY%'");
    return true;
  });
  REQUIRE(broken.error);
  CHECK(broken.error->retryable());
  CHECK(broken.error->code() == oar::Errc::io);
  REQUIRE(broken.cursors.size() >= 3);
  auto const rest = client.read(plan->split(0), broken.cursors.back());
  REQUIRE_FALSE(rest.error);
  Rows rows(broken.rows.begin(), broken.rows.begin() + static_cast<std::ptrdiff_t>(broken.rows_before.back()));
  rows.insert(rows.end(), rest.rows.begin(), rest.rows.end());
  CHECK(sums(rows) == server_rows(where));
}

TEST_CASE("all splits of all tables show one moment, whatever is written meanwhile") {
  auto const where = database(R"sql(
    CREATE TABLE a (id int PRIMARY KEY, amount int NOT NULL);
    CREATE TABLE b (id int PRIMARY KEY, amount int NOT NULL);
    INSERT INTO a SELECT g, 100 FROM generate_series(1, 20000) g;
    INSERT INTO b SELECT g, 100 FROM generate_series(1, 20000) g;
  )sql");
  Client client{where, R"("split_mib": 1)"};
  std::atomic<bool> stop = false;
  std::jthread const writing{[&] {
    Writer writer{where};
    for (int i = 0; !stop; ++i)
      writer.run("BEGIN; UPDATE a SET amount = amount - 7 WHERE id = " + std::to_string(i % 20000 + 1) +
                 "; UPDATE b SET amount = amount + 7 WHERE id = " + std::to_string(i * 37 % 20000 + 1) + "; COMMIT");
  }};
  auto const plan = client.plan({{"a"}, {"b"}});
  auto const later = plan ? client.plan({{"a"}, {"b"}}, {}, plan->handle()) : plan;  // another route of the same sync
  std::int64_t sum = 0;
  std::size_t rows = 0;
  Rows first, second;
  for (std::size_t i = 0; plan && i < plan->count(); ++i) {
    auto const result = client.read(plan->split(i));
    auto const again = client.read(later->split(i));
    first.insert(first.end(), result.rows.begin(), result.rows.end());
    second.insert(second.end(), again.rows.begin(), again.rows.end());
  }
  stop = true;
  for (auto const& row : first) sum += oar::json::parse(row).at("amount").as_int64();
  rows = first.size();
  CHECK(rows == 40000);
  CHECK(sum == 40000 * 100);
  CHECK(first == second);
}

TEST_CASE("a partitioned table is read through its root, a part at a time") {
  auto const where = database(R"sql(
    CREATE TABLE parts (id int, k int) PARTITION BY RANGE (k);
    CREATE TABLE parts_low (k int, extra_first text, id int);
    ALTER TABLE parts_low DROP COLUMN extra_first;
    ALTER TABLE parts ATTACH PARTITION parts_low FOR VALUES FROM (0) TO (10);
    CREATE TABLE parts_high PARTITION OF parts FOR VALUES FROM (10) TO (20) PARTITION BY LIST (k);
    CREATE TABLE parts_rest PARTITION OF parts_high DEFAULT;
    INSERT INTO parts SELECT g, g % 20 FROM generate_series(1, 1000) g;
  )sql");
  Client client{where, ""};
  auto const plan = client.plan({{"parts"}});
  REQUIRE(plan);
  CHECK(plan->count() == 2);
  auto const rows = client.all("parts");
  CHECK(rows.size() == 1000);
  CHECK(std::set<std::string>(rows.begin(), rows.end()).count(R"({"id":39,"k":19})") == 1);
  CHECK(std::set<std::string>(rows.begin(), rows.end()).count(R"({"id":21,"k":1})") == 1);
}

TEST_CASE("a filter and a choice of columns are the server's work") {
  auto const where = database(
      "CREATE TABLE t (id int PRIMARY KEY, a text, b text); INSERT INTO t VALUES (1, 'x', 'p'), "
      "(2, 'y', 'q'), (3, 'x', 'r')");
  Client client{where, ""};
  auto const plan = client.plan({{"t", oar::ReadMode::full, {"b"}, "t.a = 'x' OR false -- a comment"}});
  REQUIRE(plan);
  auto const result = client.read(plan->split(0));
  CHECK(result.rows == Rows{R"({"id":1,"b":"p"})", R"({"id":3,"b":"r"})"});
  auto const wrong = client.plan({{"t", oar::ReadMode::full, {}, "c = 'x'"}});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code() == oar::Errc::config);
  CHECK_THAT(wrong.error().message(), Catch::Contains("where") && Catch::Contains("t"));
}

TEST_CASE("a column that changes its type before it is read is told, not misread") {
  auto const where = database("CREATE TABLE t (a timestamp); INSERT INTO t VALUES ('2026-01-01')");
  Client client{where, ""};
  auto const plan = client.plan({{"t"}});
  REQUIRE(plan);
  ask(where, "ALTER TABLE t ALTER a TYPE timestamptz USING a AT TIME ZONE 'Asia/Tokyo'");
  auto const result = client.read(plan->split(0));
  REQUIRE(result.error);
  CHECK(result.error->code() == oar::Errc::schema);
}

TEST_CASE("a table that somebody has locked is waited for so long, and is an error to retry") {
  auto const where = database("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  Client client{where, R"("lock_timeout_s": 1)"};
  auto const plan = client.plan({{"t"}});
  REQUIRE(plan);
  CHECK(ask(where,
            "SELECT application_name, state FROM pg_stat_activity WHERE datname = current_database() AND "
            "pid <> pg_backend_pid()") == "oarlock|idle in transaction");
  Writer locker{where};
  locker.run("BEGIN; LOCK t IN ACCESS EXCLUSIVE MODE");
  auto const locked = client.read(plan->split(0));
  locker.run("ROLLBACK");
  REQUIRE(locked.error);
  CHECK(locked.error->code() == oar::Errc::timeout);
  CHECK(locked.error->retryable());
  CHECK(client.read(plan->split(0)).rows.size() == 1);
}
