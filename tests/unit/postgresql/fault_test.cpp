// The server restarts, and connections break, before, during and after a commit: nothing is lost, nothing is there
// twice.
#include <chrono>
#include <thread>

#include "plugins/postgresql/destination/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::postgresql;
using namespace oar::test;

namespace {

Table pairs() {
  Table table{"pairs"};
  table.key("id", Type::int64).column("value", Type::text);
  return table;
}

Result<void> write_one(Transaction& transaction, Layout const& layout) {
  Rows rows{layout.table};
  rows.row(1, "x");
  return transaction.write(layout, batch_of(layout.table, rows));
}

// Looks until the server answers so.
void wait_for(Database const& database, std::string const& sql, std::string const& answer) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (database.ask(sql) != answer) {
    INFO(sql);
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

constexpr char sessions[] = "FROM pg_stat_activity WHERE application_name = 'oarlock' AND datname = current_database()";

void end_sessions(Database const& database, std::string const& which = "true") {
  database.ask("SELECT count(pg_terminate_backend(pid)) " + std::string{sessions} + " AND " + which);
}

Layout const layout{0, WriteMode::append, pairs()};
std::vector<StoredState> const states{{"split", 1, "c1"}};

// COMMIT waits for ever: for a standby that does not exist.
void make_commits_wait(Cluster& cluster) {
  cluster.configure("synchronous_standby_names = 'nobody'");
  cluster.restart(Cluster::How::fast);
}

}  // namespace

TEST_CASE("sessions that break between transactions are replaced, and nobody notices") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout, MigrateMode::safe));
  end_sessions(database);
  wait_for(database, "SELECT count(*) " + std::string{sessions}, "0");
  auto const transaction = ok(writer->begin("t1", {}));
  ok(write_one(*transaction, layout));
  ok(transaction->commit(states));
  CHECK(database.ask("SELECT count(*) FROM pairs") == "1");
}

TEST_CASE("a session that breaks before the commit is an error to retry, and a new transaction does it") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout, MigrateMode::safe));
  {
    auto const transaction = ok(writer->begin("t1", {}));
    ok(write_one(*transaction, layout));
    end_sessions(database);
    wait_for(database, "SELECT count(*) " + std::string{sessions}, "0");
    auto const error = failed(transaction->commit(states));
    CHECK(error.code() == Errc::io);
    CHECK(error.retryable());
  }
  CHECK_FALSE(ok(writer->resolve("t1")));
  auto const transaction = ok(writer->begin("t2", {}));
  ok(write_one(*transaction, layout));
  ok(transaction->commit(states));
  CHECK(database.ask("SELECT count(*) FROM pairs") == "1");
}

TEST_CASE("a server that was cut off and starts again has what was committed, and the writer goes on") {
  Cluster cluster;
  Database const database{cluster};
  auto const writer = database.writer();
  ok(writer->migrate(layout, MigrateMode::safe));
  {
    auto const transaction = ok(writer->begin("t1", {}));
    ok(write_one(*transaction, layout));
    ok(transaction->commit(states));
  }
  auto const lost = ok(writer->begin("t2", {}));
  ok(write_one(*lost, layout));
  cluster.stop(Cluster::How::immediate);
  auto const error = failed(write_one(*lost, layout));
  CHECK(error.code() == Errc::io);
  CHECK(error.retryable());
  auto const down = failed(writer->begin("t3", {}));
  CHECK(down.code() == Errc::io);
  CHECK(down.retryable());
  cluster.start();
  CHECK(ok(writer->resolve("t1")));
  CHECK_FALSE(ok(writer->resolve("t2")));
  CHECK(database.ask("SELECT count(*) FROM pairs") == "1");
  auto const transaction = ok(writer->begin("t4", {}));
  ok(write_one(*transaction, layout));
  std::vector<StoredState> const next{{"split", 2, "c2"}};
  ok(transaction->commit(next));
  CHECK(database.ask("SELECT count(*) FROM pairs") == "2");
}

TEST_CASE("a commit whose answer was lost is found by its token, once it is over") {
  Cluster cluster;
  Database const database{cluster};
  auto const writer = database.writer();
  ok(writer->migrate(layout, MigrateMode::safe));
  make_commits_wait(cluster);
  auto const transaction = ok(writer->begin("t1", {}));
  ok(write_one(*transaction, layout));
  Result<void> committed;
  std::jthread committing{[&] { committed = transaction->commit(states); }};
  wait_for(database, "SELECT count(*) " + std::string{sessions} + " AND wait_event = 'SyncRep'", "1");

  SECTION("another process asks while the server is still at it, and waits") {
    auto const other = database.writer();
    Result<bool> found = false;
    std::jthread asking{[&] { found = other->resolve("t1"); }};
    wait_for(database, "SELECT count(*) " + std::string{sessions} + " AND wait_event_type = 'Lock'", "1");
    end_sessions(database, "wait_event = 'SyncRep'");
    asking.join();
    CHECK(ok(found));
  }
  SECTION("the session breaks") { end_sessions(database, "wait_event = 'SyncRep'"); }
  SECTION("the server is cut off, and starts again while it is asked") {
    cluster.stop(Cluster::How::immediate);
    committing.join();
    Result<bool> found = false;
    std::jthread asking{[&] { found = writer->resolve("t1"); }};
    cluster.start();
    asking.join();
    CHECK(ok(found));
  }
  if (committing.joinable()) committing.join();
  CHECK(failed(committed).code() == Errc::commit_unknown);
  CHECK(ok(writer->resolve("t1")));
  CHECK(ok(writer->load_state())[0].epoch == 1);
  CHECK(database.ask("SELECT count(*) FROM pairs") == "1");
}

TEST_CASE("a commit that was cut off before it happened is not found") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout, MigrateMode::safe));
  database.run(R"(
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON _oar_commits DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION dawdle())");
  auto const transaction = ok(writer->begin("t1", {}));
  ok(write_one(*transaction, layout));
  Result<void> committed;
  std::jthread committing{[&] { committed = transaction->commit(states); }};
  wait_for(database, "SELECT count(*) " + std::string{sessions} + " AND wait_event = 'PgSleep'", "1");
  end_sessions(database, "wait_event = 'PgSleep'");
  committing.join();
  CHECK(failed(committed).code() == Errc::commit_unknown);
  CHECK_FALSE(ok(writer->resolve("t1")));
  CHECK(ok(writer->load_state()).empty());
  CHECK(database.ask("SELECT count(*) FROM pairs") == "0");
}

TEST_CASE("a commit that is cancelled while it waits ends, and says what happened") {
  Database const database;
  auto const writer = database.writer();
  Layout const merged{0, WriteMode::upsert, pairs()};
  ok(writer->migrate(merged, MigrateMode::safe));
  // Another program holds the row that is to be merged.
  database.run("INSERT INTO pairs VALUES (1, 'theirs')");
  auto other = ok(Connection::open(database.where().login, {}));
  ok(other.run("BEGIN; UPDATE pairs SET value = 'held'", "hold"));
  auto const transaction = ok(writer->begin("t1", {}));
  ok(write_one(*transaction, merged));
  Result<void> committed;
  std::jthread committing{[&] { committed = transaction->commit(states); }};
  wait_for(database, "SELECT count(*) " + std::string{sessions} + " AND wait_event_type = 'Lock'", "1");
  transaction->cancel();
  committing.join();
  CHECK(failed(committed).code() == Errc::cancelled);
  CHECK_FALSE(ok(writer->resolve("t1")));
}
