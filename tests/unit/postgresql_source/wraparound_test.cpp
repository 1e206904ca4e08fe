// Transactions' numbers run out of their 32 bits on a real server: what a saved cursor says still holds, as long as it
// can.
#include "client.hpp"

#include <cstdint>
#include <sstream>

using namespace oar::postgresql::source::test;
using oar::test::ask;
using oar::test::Cluster;

namespace {

constexpr char events[] = "CREATE TABLE events (id int PRIMARY KEY, at timestamptz)";

// As if so many transactions had happened since: the server's counter is set while it is stopped.
void jump_to(Cluster& cluster, std::uint64_t transaction) {
  // No server lets rows become two thousand million transactions old.
  for (std::string const database : {"template0", "template1", "postgres"})
    ask(cluster.connection_string(database), "VACUUM (FREEZE)");
  ask(cluster.connection_string(), "CHECKPOINT");
  cluster.stop(Cluster::How::fast);
  cluster.set_next_transaction(transaction);
  cluster.start();
}

std::uint64_t next_transaction(std::string const& where) {
  return std::stoull(ask(where, "SELECT pg_snapshot_xmax(pg_current_snapshot())"));
}

class Reads {
 public:
  explicit Reads(std::string const& where) : client_{where, R"("incremental": {"events": "at"})"} {}

  // The ids of what is new, or the error's code.
  std::string read() {
    auto const plan = client_.plan({{"events", oar::ReadMode::incremental}}, {{id_, cursor_}});
    if (!plan) FAIL(plan.error().message());
    id_ = plan->id(0);
    auto const result = client_.read(plan->split(0), cursor_);
    if (result.error) return result.error->code() == oar::Errc::cursor_expired ? "expired" : result.error->message();
    cursor_ = result.last_cursor;
    std::ostringstream out;
    for (auto const& row : result.rows) out << oar::json::parse(row).at("id").as_int64() << ";";
    return out.str();
  }

 private:
  Client client_;
  std::string id_;
  std::string cursor_;
};

}  // namespace

TEST_CASE("a cursor holds over the turn of the transactions' numbers, and expires before they can be confused") {
  Cluster cluster{oar::test::Loopback::no, oar::test::Fsync::no};
  ask(cluster.connection_string("postgres"), "ALTER DATABASE template0 ALLOW_CONNECTIONS true");
  auto const where = cluster.connection_string();
  constexpr std::uint64_t turn = std::uint64_t{1} << 32;
  ask(where, std::string{events} + "; INSERT INTO events VALUES (1, '2026-01-01')");
  Reads follower{where};
  CHECK(follower.read() == "1;");

  // A server survives jumps of less than two thousand million.
  jump_to(cluster, 1'450'000'000);
  ask(where, "INSERT INTO events VALUES (2, '2020-01-01')");
  CHECK(follower.read() == "2;");
  jump_to(cluster, 2'900'000'000);
  CHECK(follower.read().empty());
  jump_to(cluster, turn - 20);
  ask(where, "INSERT INTO events VALUES (3, '2020-01-01')");
  CHECK(follower.read() == "3;");
  for (int id = 4; next_transaction(where) < turn + 10; ++id)
    ask(where, "INSERT INTO events VALUES (" + std::to_string(id) + ", '2020-01-01')");
  auto const after_the_turn = follower.read();
  CHECK_THAT(after_the_turn, Catch::StartsWith("4;5;"));
  CHECK(after_the_turn == ask(where, "SELECT string_agg(id || ';', '' ORDER BY id) FROM events WHERE id > 3"));
  CHECK(follower.read().empty());

  auto const last = next_transaction(where);
  jump_to(cluster, last + 1'200'000'000);
  jump_to(cluster, last + 2'200'000'000);
  ask(where, "INSERT INTO events VALUES (1000, '2026-01-01')");
  CHECK(follower.read() == "expired");
}
