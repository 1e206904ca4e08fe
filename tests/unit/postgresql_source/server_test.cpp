// What a server notices of being read: sessions that only read, bounded in number and patience, and no lock kept.
#include "client.hpp"

#include <algorithm>

using namespace oar::postgresql::source::test;
using oar::test::ask;

namespace {

std::string with_user(std::string where, std::string const& user) {
  std::string const before = "user=postgres";
  return where.replace(where.find(before), before.size(), "user=" + user);
}

}  // namespace

TEST_CASE("a session that reads is read-only, has its timeouts, and says who it is") {
  auto const where = database(
      "CREATE VIEW session AS SELECT current_setting('transaction_read_only') AS only_reads, "
      "current_setting('transaction_isolation') AS sees, current_setting('lock_timeout') AS locks, "
      "current_setting('statement_timeout') AS statements, current_setting('idle_in_transaction_session_timeout') AS "
      "idle, current_setting('application_name') AS name");
  CHECK(Client{where, R"("lock_timeout_s": 7, "statement_timeout_s": 77, "idle_timeout_s": 777)"}.all("session") ==
        Rows{R"({"only_reads":"on","sees":"repeatable read","locks":"7s","statements":"77s","idle":"777s",)"
             R"("name":"oarlock"})"});
  CHECK(Client{where, ""}.all("session") ==
        Rows{R"({"only_reads":"on","sees":"repeatable read","locks":"30s","statements":"0","idle":"1h",)"
             R"("name":"oarlock"})"});
}

TEST_CASE("a table that takes longer than statement_timeout to read is an error to retry") {
  auto const where = database("CREATE VIEW slow AS SELECT pg_sleep(600)::text AS slept");
  Client client{where, R"("statement_timeout_s": 1)"};
  auto const plan = client.plan({{"slow"}});
  REQUIRE(plan);
  auto const result = client.read(plan->split(0));
  REQUIRE(result.error);
  CHECK(result.error->code() == oar::Errc::timeout);
  CHECK_THAT(result.error->message(), Catch::Contains("statement timeout"));
}

TEST_CASE("a table that has been read may be changed while others are still to be read") {
  auto const where = database(
      "CREATE TABLE first (a int); INSERT INTO first VALUES (1); CREATE TABLE second (a int); INSERT INTO second "
      "VALUES (2)");
  Client client{where, ""};
  auto const plan = client.plan({{"first"}, {"second"}});
  REQUIRE(plan);
  CHECK(client.read(plan->split(0)).rows.size() == 1);
  ask(where, "SET lock_timeout = '20s'; ALTER TABLE first ADD b int; DROP TABLE first");
  CHECK(client.read(plan->split(1)).rows.size() == 1);
}

TEST_CASE("no more sessions than `connections` and the snapshot's, however many splits are read at once") {
  auto const where = database(
      "CREATE ROLE thrifty LOGIN CONNECTION LIMIT 3; CREATE TABLE large AS SELECT g AS id, repeat('x', 200) AS filler "
      "FROM generate_series(1, 30000) g; GRANT SELECT ON large TO thrifty");
  Client client{with_user(where, "thrifty"), R"("split_mib": 1, "connections": 2)"};
  auto const plan = client.plan({{"large"}});
  REQUIRE(plan);
  REQUIRE(plan->count() > 3);
  std::vector<ScanResult> results(plan->count());
  {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < results.size(); ++i)
      readers.emplace_back([&, i] { results[i] = client.read(plan->split(i)); });
  }
  std::size_t rows = 0;
  for (auto const& result : results) {
    if (result.error) FAIL(result.error->message());
    rows += result.rows.size();
  }
  CHECK(rows == 30000);
}

TEST_CASE("splits say how many rows the server believes them to have, and nothing where it never counted") {
  auto const where = database(
      "CREATE TABLE counted AS SELECT g AS id, repeat('x', 200) AS filler FROM generate_series(1, 20000) g; CREATE "
      "TABLE parts (id int) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF parts FOR VALUES FROM (0) TO (100); "
      "INSERT INTO parts SELECT generate_series(0, 99); ANALYZE; CREATE TABLE fresh (id int); INSERT INTO fresh VALUES "
      "(1)");
  Client client{where, R"("split_mib": 1)"};
  auto const rows_of = [&](Wanted const& wanted) {
    auto const plan = client.plan({wanted});
    REQUIRE(plan);
    std::int64_t rows = 0;
    for (std::size_t i = 0; i < plan->count(); ++i) rows += plan->split(i).est_rows;
    return rows;
  };
  auto const counted = rows_of({"counted"});
  CHECK((counted > 19'900 && counted <= 20'000));  // by parts, each rounded down
  CHECK(rows_of({"parts"}) == 100);
  CHECK(rows_of({"fresh"}) == -1);
  CHECK(rows_of({"parts", oar::ReadMode::full, {}, "id < 3"}) == -1);
}

TEST_CASE("a foreign table is read whole, and incrementally as a view is") {
  auto const there = database(
      "CREATE TABLE events (id int, at timestamptz); INSERT INTO events VALUES (1, '2026-01-01'), (2, '2026-01-02')");
  auto const& cluster = oar::test::Cluster::shared();
  auto const here =
      database("CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" +
               cluster.folder().string() + "', port '" + std::to_string(cluster.port()) + "', dbname '" +
               ask(there, "SELECT current_database()") +
               "'); CREATE USER MAPPING FOR postgres SERVER far OPTIONS (user 'postgres'); "
               "IMPORT FOREIGN SCHEMA public LIMIT TO (events) FROM SERVER far INTO public");
  Client whole{here, ""};
  CHECK(whole.catalog().size() == 1);
  CHECK(whole.all("events").size() == 2);
  Client client{here, R"("incremental": {"events": "at"}, "lookback": "12 hours")"};
  std::map<std::string, std::string> cursors;
  auto const ids = [&] {
    auto const plan = client.plan({{"events", oar::ReadMode::incremental}}, cursors);
    REQUIRE(plan);
    auto const result = client.read(plan->split(0), cursors[plan->id(0)]);
    if (result.error) FAIL(result.error->message());
    cursors[plan->id(0)] = result.last_cursor;
    std::vector<std::int64_t> out;
    for (auto const& row : result.rows) out.push_back(oar::json::parse(row).at("id").as_int64());
    return out;
  };
  CHECK(ids() == std::vector<std::int64_t>{1, 2});
  ask(there, "INSERT INTO events VALUES (3, '2026-01-01 18:00'), (4, '2026-01-02')");
  auto later = ids();
  std::ranges::sort(later);
  CHECK(later == std::vector<std::int64_t>{3, 4});
  CHECK(ids().empty());
}
