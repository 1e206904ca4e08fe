// Writers with open and late-committing transactions, equal timestamps and microseconds, beside many incremental syncs:
// in the end both databases have the same rows, each once.
#include <atomic>
#include <catch2/catch.hpp>
#include <exception>
#include <mutex>
#include <random>
#include <thread>

#include "process.hpp"
#include "servers.hpp"

using namespace oar::e2e;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr int writers = 4;
constexpr int syncs = 15;

unsigned writers_seed() {
  char const* const given = std::getenv("OAR_SEED");
  return given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : 20261123U;
}

// Of a hundred moments a microsecond apart, most rows share theirs; some rows are years old, or have no moment.
std::string insert_sql(std::minstd_rand& random) {
  auto const moment = random() % 10 == 0 ? std::string{"NULL"}
                      : random() % 10 == 0
                          ? std::string{"timestamptz '2020-01-01'"}
                          : "clock_timestamp() - " + std::to_string(random() % 100) + " * interval '1 microsecond'";
  auto const shared =
      random() % 2 == 0 ? "timestamptz '2026-01-01' + " + std::to_string(random() % 100) + " * interval '1 microsecond'"
                        : moment;
  return "INSERT INTO events (at, note) SELECT " + shared + ", 'note ' || g FROM generate_series(1, 3) g";
}

// One transaction: with savepoints, open for a while, prepared, rolled back or committed.
void write_once(Session& session, std::minstd_rand& random, std::string const& name) {
  session.run("BEGIN").run(insert_sql(random));
  for (auto savepoints = random() % 3; savepoints > 0; --savepoints)
    session.run("SAVEPOINT s").run(insert_sql(random)).run(random() % 3 == 0 ? "ROLLBACK TO s" : "RELEASE s");
  // Open across at least one sync, now and then.
  session.run("SELECT pg_sleep(" + std::string{random() % 4 == 0 ? "1" : "0.02"} + ")");
  switch (random() % 8) {
    case 0:
      session.run("ROLLBACK");
      return;
    case 1:
      session.run("PREPARE TRANSACTION '" + name + "'")
          .run("SELECT pg_sleep(0.3)")
          .run("COMMIT PREPARED '" + name + "'");
      return;
    default:
      session.run("COMMIT");
  }
}

}  // namespace

TEST_CASE("many writers who commit late beside many incremental syncs: in the end both databases are equal") {
  auto const seed = writers_seed();
  CAPTURE(seed);
  auto& cluster = Cluster::shared();
  auto const name = cluster.create_database("late");
  auto const from = cluster.connection_string(name);
  auto const to = cluster.connection_string(cluster.create_database("copy"));
  ask(from, "CREATE TABLE events (id bigserial PRIMARY KEY, at timestamptz, note text)");
  Folder const folder;
  folder.write("sync.yaml",
               from_postgresql(from, "    incremental: {events: at}\n") + to_postgresql(to, "  write_mode: append\n"));
  auto const sync = [&] {
    auto const run = run_oarlock({{"sync", "-q", "sync.yaml"}, folder.path()});
    INFO(run.out << run.err);
    REQUIRE(run.exit_code == 0);
  };
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::string failure;
  auto const write = [&](unsigned writer) {
    try {
      std::minstd_rand random{seed + writer};
      Session session{from};
      for (int i = 0; !stop; ++i)
        write_once(session, random, name + "-" + std::to_string(writer) + "-" + std::to_string(i));
    } catch (std::exception const& fault) {
      std::lock_guard const lock{mutex};
      failure = fault.what();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned writer = 0; writer < writers; ++writer) threads.emplace_back(write, writer);
    struct Stopped {
      std::atomic<bool>& flag;
      ~Stopped() { flag = true; }
    } const stopped{stop};
    for (int i = 0; i < syncs; ++i) sync();
  }
  CHECK(failure.empty());
  sync();
  sync();
  static constexpr char all[] =
      "SELECT count(*), count(DISTINCT id), sum(id), md5(string_agg(ROW(id, at, note)::text, "
      "';' ORDER BY id)) FROM events";
  CHECK(ask(from, all) == ask(to, all));
  // It was worth while: many syncs brought rows, some of them older than what an earlier sync had brought.
  CHECK(ask(to, "SELECT count(DISTINCT _oar_sync_time) > 5 FROM events") == "t");
  CHECK(ask(to,
            "SELECT count(*) > 0 FROM events late WHERE EXISTS (SELECT FROM events e WHERE e._oar_sync_time < "
            "late._oar_sync_time AND e.id > late.id AND e.at > late.at)") == "t");
}
