// Cursors that nothing can be read from any more are told, never guessed at.
#include "client.hpp"

using namespace oar::postgresql::source::test;
using oar::test::ask;

namespace {

constexpr char many[] =
    "CREATE TABLE many (id int, filler text); INSERT INTO many SELECT g, repeat('x', 200) FROM "
    "generate_series(1, 20000) g";

// The cursor of a read that breaks off after its first checkpoint.
std::string broken_off(Client& client, oar_split const& split) {
  auto const result = client.read(split, {}, [](ScanResult const&) { return false; });
  REQUIRE_FALSE(result.cursors.empty());
  return result.cursors.front();
}

void check_expired(ScanResult const& result) {
  REQUIRE(result.error);
  CHECK(result.error->code() == oar::Errc::cursor_expired);
  CHECK(result.rows.empty());
}

}  // namespace

TEST_CASE("a full read cannot go on in another snapshot") {
  auto const where = database(many);
  Client client{where, R"("split_mib": 1)"};
  client.batch_bytes = 100'000;
  std::string cursor, id;
  {
    auto const plan = client.plan({{"many"}});
    REQUIRE(plan);
    cursor = broken_off(client, plan->split(0));
    id = plan->id(0);
  }
  ask(where, "UPDATE many SET filler = filler WHERE id < 10");
  auto const plan = client.plan({{"many"}});
  REQUIRE(plan);
  CHECK(plan->id(0) != id);  // ranges of another snapshot are other splits
  check_expired(client.read(plan->split(0), cursor));
}

TEST_CASE("a split whose snapshot nobody holds any more is expired") {
  auto const where = database(many);
  Client client{where, ""};
  auto const plan = client.plan({{"many"}});
  REQUIRE(plan);
  ask(where,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'oarlock' AND datname = "
      "current_database()");
  check_expired(client.read(plan->split(0)));
}

TEST_CASE("an incremental cursor of another server, of a later time or of long ago is expired") {
  auto const where = database("CREATE TABLE t (id int); INSERT INTO t VALUES (1)");
  Client client{where, R"("incremental": {"t": "id"})"};
  auto const plan = client.plan({{"t", oar::ReadMode::incremental}});
  REQUIRE(plan);
  auto const good = client.read(plan->split(0)).last_cursor;
  auto const changed = [&](std::string const& from, std::string const& to) {
    auto text = good;
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    auto const end = text.find('"', at + from.size());
    return text.replace(at, end - at, to);
  };
  check_expired(client.read(plan->split(0), changed(R"("system":")", R"("system":"1)")));
  check_expired(client.read(plan->split(0), changed(R"("snapshot":")", R"("snapshot":"900000000:900000000:)")));
  check_expired(client.read(plan->split(0), changed(R"("snapshot":")", R"("snapshot":"many)")));
  check_expired(client.read(plan->split(0), "7"));
  CHECK(client.read(plan->split(0), good).rows.empty());
}

TEST_CASE("a first incremental read cannot go on in a table that was rewritten meanwhile") {
  auto const where = database(many);
  Client client{where, R"("incremental": {"many": "id"})"};
  client.batch_bytes = 100'000;
  std::string cursor;
  {
    auto const plan = client.plan({{"many", oar::ReadMode::incremental}});
    REQUIRE(plan);
    cursor = broken_off(client, plan->split(0));
  }
  ask(where, "VACUUM FULL many");
  auto const plan = client.plan({{"many", oar::ReadMode::incremental}});
  REQUIRE(plan);
  check_expired(client.read(plan->split(0), cursor));
}
