// A session of a real server: what it answers, how it fails, how it is cancelled, and that it keeps a password.
#include "plugins/postgresql/connection/connection.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <thread>

#include "plugins/postgresql/connection/copy.hpp"
#include "plugins/postgresql/connection/names.hpp"
#include "tests/support/postgres/cluster.hpp"

using namespace oar;
using namespace oar::postgresql;
using Catch::Contains;
using test::Cluster;

namespace {

Login login(std::string text) {
  auto parsed = Login::parse(std::move(text));
  REQUIRE(parsed);
  return *std::move(parsed);
}

Connection connect(std::string const& text = Cluster::shared().connection_string()) {
  auto connection = Connection::open(login(text), {});
  INFO((connection ? "" : connection.error().message()));
  REQUIRE(connection);
  return *std::move(connection);
}

template <class T>
Error failed(Result<T> result) {
  REQUIRE_FALSE(result);
  return std::move(result).error();
}

}  // namespace

TEST_CASE("a session answers statements with and without parameters, and goes on after an error") {
  auto session = connect();
  auto const two = session.ask("SELECT 1; SELECT 'a', NULL, 7", "ask");
  REQUIRE(two);
  CHECK((two->text(0, 0) == "a" && two->is_null(0, 1) && two->number(0, 2) == 7));
  auto const params = std::to_array<Param>({"5", std::nullopt});
  auto const sum = session.ask("SELECT $1::int + 1, $2::text IS NULL", params, "add");
  REQUIRE(sum);
  CHECK((sum->number(0, 0) == 6 && sum->truth(0, 1)));
  auto const error = failed(session.ask("SELECT 1/0", "divide"));
  CHECK(error.code() == Errc::data);
  CHECK(error.vendor_code() == "22012");
  CHECK_THAT(error.message(), Contains("/postgres: divide: division by zero"));
  CHECK(session.run("SELECT 1", "ask"));
  CHECK(session.ask("SHOW application_name", "ask")->text(0, 0) == "oarlock");
}

TEST_CASE("rows are copied in and out, and a copy that is not completed leaves none") {
  auto session = connect();
  REQUIRE(session.run("CREATE TEMP TABLE t (a int, b text)", "create"));
  {
    auto copy = CopyIn::start(session, "COPY t FROM STDIN", "copy t");
    REQUIRE(copy);
    std::string rows;
    for (int i = 0; i < 50'000; ++i) rows += std::to_string(i) + "\tsome text to fill the socket\n";
    for (std::size_t at = 0; at < rows.size(); at += 65'536)
      REQUIRE(copy->put(std::string_view{rows}.substr(at, 65'536)));
    auto const copied = copy->finish();
    REQUIRE(copied);
    CHECK(*copied == 50'000);
  }
  {
    auto copy = CopyIn::start(session, "COPY t FROM STDIN", "copy t");
    REQUIRE(copy);
    REQUIRE(copy->put("1\tx\n"));
  }
  CHECK(session.ask("SELECT count(*) FROM t", "count")->number(0, 0) == 50'000);
  auto out = CopyOut::start(session, "COPY (SELECT a FROM t ORDER BY a LIMIT 2) TO STDOUT", "copy out");
  REQUIRE(out);
  CHECK(*out->next() == "0\n");
  CHECK(*out->next() == "1\n");
  CHECK(out->next()->empty());
  CHECK(session.run("SELECT 1", "ask"));
  auto bad = CopyIn::start(session, "COPY t FROM STDIN", "copy t");
  REQUIRE(bad);
  REQUIRE(bad->put("x\ty\n"));
  CHECK(failed(bad->finish()).vendor_code() == "22P02");
  CHECK(session.run("SELECT 1", "ask"));
}

TEST_CASE("a statement that waits is cancelled when the sync is stopped") {
  auto session = connect();
  std::jthread const stopper{[&] { session.stop().ask(); }};
  auto const error = failed(session.ask("SELECT pg_sleep(600)", "wait"));
  CHECK(error.code() == Errc::cancelled);
}

TEST_CASE("a server that ends the session is an error to retry, and is seen") {
  auto session = connect();
  test::ask(Cluster::shared().connection_string(),
            "SELECT pg_terminate_backend(" + std::to_string(session.backend_pid()) + ")");
  auto const error = failed(session.ask("SELECT 1", "ask"));
  CHECK(error.code() == Errc::io);
  CHECK(error.retryable());
  CHECK_FALSE(session.alive());
}

TEST_CASE("who cannot connect learns why, and whether trying again may help") {
  auto const nobody = failed(Connection::open(login("host=/nonexistent"), {}));
  CHECK(nobody.code() == Errc::io);
  CHECK(nobody.retryable());
  auto const& cluster = Cluster::shared();
  auto const no_database = failed(Connection::open(login(cluster.connection_string("missing")), {}));
  CHECK(no_database.code() == Errc::not_found);
  CHECK_FALSE(no_database.retryable());
  CHECK_THAT(no_database.message(), Contains("\"missing\" does not exist"));
  auto const no_role = failed(Connection::open(login(cluster.connection_string() + " user=missing"), {}));
  CHECK(no_role.code() == Errc::auth);
  CHECK(failed(Connection::open(login("service=missing"), {})).code() == Errc::config);
}

TEST_CASE("a connection string that is none is refused without quoting it") {
  for (std::string const text :
       {"postgresql://me:hunter2@x:port/db", "host=a hunter2", "postgresql://me:hun@ter2@h/d",
        "postgres://me:hunter2@h/db?hunter2=1", "postgres://me:hun/ter2@h/db", "password='hunter2"}) {
    INFO(text);
    auto const error = failed(Login::parse(text));
    CHECK(error.code() == Errc::config);
    CHECK(error.message().find("hunter2") == std::string::npos);
    CHECK(error.message().find("ter2") == std::string::npos);
  }
}

TEST_CASE("names are quoted, and long ones stay apart within 63 bytes") {
  CHECK(quoted("a \"b\"") == "\"a \"\"b\"\"\"");
  CHECK(literal("it's") == "'it''s'");
  CHECK(literal("a\\'b") == " E'a\\\\''b'");
  std::string const exact(63, 'x');
  CHECK(fitted(exact) == exact);
  std::string const longer(100, 'x');
  CHECK(fitted(longer).size() == 63);
  CHECK(fitted(longer) != fitted(longer + "x"));
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "ü";
  CHECK(fitted("a" + umlauts).size() == 62);  // no character is cut in two
}
