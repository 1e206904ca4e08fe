// The source's connections break while it is read: the sync goes on or says so, and the next one has every row once.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "process.hpp"
#include "servers.hpp"

using namespace oar::e2e;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr char tables_to_lose[] = R"sql(
CREATE TABLE events (id int PRIMARY KEY, at timestamptz, filler text);
CREATE TABLE lists (id int PRIMARY KEY, filler text);
INSERT INTO events SELECT g, now(), repeat('x', 200) FROM generate_series(1, 60000) g;
INSERT INTO lists SELECT g, repeat('y', 200) FROM generate_series(1, 60000) g;
)sql";

// Looks until a session of the sync reads rows; false when the sync ended before.
bool reads(Process& process, std::string const& where) {
  while (!process.ended()) {
    if (ask(where,
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'oarlock' AND query LIKE 'COPY%TO "
            "STDOUT%' AND state = 'active' AND datname = current_database()") != "0")
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return false;
}

void end_source_sessions(std::string const& where, std::string const& which) {
  ask(where,
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'oarlock' AND datname = "
      "current_database() AND " +
          which);
}

}  // namespace

TEST_CASE("the source's sessions, or its server, end while it is read: no row is lost, and none is doubled") {
  enum class Loss { reading_session, all_sessions, server };
  auto const loss = GENERATE(Loss::reading_session, Loss::all_sessions, Loss::server);
  CAPTURE(static_cast<int>(loss));
  static Cluster source{oar::test::Loopback::no, oar::test::Fsync::no};
  auto const from = source.connection_string(source.create_database("lost"));
  auto& other = Cluster::shared();
  auto const to = other.connection_string(other.create_database("copy"));
  ask(from, tables_to_lose);
  Folder const folder;
  folder.write("sync.yaml", from_postgresql(from, "    incremental: {events: at}\n    split_mib: 1\n") +
                                to_postgresql(to, "  write_mode: append\n"));
  Process process{{{"sync", "-v", "sync.yaml"}, folder.path()}};
  int losses = 0;
  for (int i = 0; i < 3 && reads(process, from); ++i, ++losses) {
    if (loss == Loss::reading_session) end_source_sessions(from, "query LIKE 'COPY%'");
    if (loss == Loss::all_sessions) end_source_sessions(from, "true");
    if (loss == Loss::server) source.restart(Cluster::How::immediate);
  }
  CHECK(losses > 0);
  auto run = process.wait();
  INFO(run.out);
  INFO(run.err);
  if (run.exit_code != 0) {
    CHECK((run.exit_code == 3 || run.exit_code == 4));
    CHECK_THAT(run.out + run.err, Catch::Contains("lost") || Catch::Contains("terminat") || Catch::Contains("gone"));
    auto const again = run_oarlock({{"sync", "--resume", "sync.yaml"}, folder.path()});
    INFO(again.out << again.err);
    REQUIRE(again.exit_code == 0);
  }
  CHECK(ask(to, "SELECT count(*), count(DISTINCT id) FROM events") == "60000|60000");
  CHECK(ask(to, "SELECT count(*), count(DISTINCT id), count(DISTINCT _oar_sync_time) FROM lists") == "60000|60000|1");
}
