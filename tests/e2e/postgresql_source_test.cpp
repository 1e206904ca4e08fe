// A PostgreSQL database into SQLite, through the real binary.
#include <libpq-fe.h>

#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"
#include "tests/support/postgres/cluster.hpp"

using namespace oar::e2e;
using oar::test::ask;
using oar::test::Cluster;

namespace {

std::string config(std::string const& connection_string, std::string const& settings, std::string const& more = "") {
  return "kind: source\nspec:\n  name: shop\n  path: postgresql\n  tables: [\"*\"]\n  destinations: [copy]\n" + more +
         "  spec:\n    connection_string: \"" + connection_string + "\"\n" + settings + "---\n" +
         sqlite("copy", "  write_mode: append\n");
}

constexpr char tables[] = R"sql(
CREATE TABLE orders (id int PRIMARY KEY, note text, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lines (id int PRIMARY KEY, order_id int, price numeric(12,2));
CREATE SCHEMA sales;
CREATE TABLE sales.regions (name text);
INSERT INTO orders SELECT g, 'note ' || g FROM generate_series(1, 1000) g;
INSERT INTO lines SELECT g, g / 20 + 1, g / 100.0 FROM generate_series(1, 60000) g;
INSERT INTO sales.regions VALUES ('north');
)sql";

constexpr char settings[] = "    incremental: {orders: updated_at}\n    split_mib: 1\n";

std::string shop() {
  auto& cluster = Cluster::shared();
  auto const where = cluster.connection_string(cluster.create_database("shop"));
  ask(where, tables);
  return where;
}

}  // namespace

TEST_CASE("a database is copied: tables of public without their schema, others with it, large ones in parts") {
  Folder const folder;
  auto const where = shop();
  folder.write("shop.yaml", config(where, settings));
  auto const run = run_oarlock({{"sync", "shop.yaml"}, folder.path()});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  Database const copy{folder / "copy.db"};
  CHECK(copy.number("SELECT count(*) FROM orders") == 1000);
  CHECK(copy.number("SELECT count(DISTINCT id) FROM lines") == 60000);
  CHECK(copy.texts("SELECT price FROM lines WHERE id = 12345") == std::multiset<std::string>{"123.45"});
  CHECK(copy.number("SELECT count(*) FROM \"sales.regions\"") == 1);
}

TEST_CASE("incremental syncs append each row once, late commits and ties included") {
  Folder const folder;
  auto const where = shop();
  folder.write("shop.yaml", config(where, settings));
  auto const sync = [&] {
    auto const run = run_oarlock({{"sync", "shop.yaml"}, folder.path()});
    INFO(run.err);
    REQUIRE(run.exit_code == 0);
  };
  sync();
  auto* const late = PQconnectdb(where.c_str());
  PQclear(PQexec(late, "BEGIN; INSERT INTO orders VALUES (2001, 'late', '2020-01-01')"));
  ask(where, "INSERT INTO orders SELECT 2002, 'tie', max(updated_at) FROM orders");
  sync();
  PQclear(PQexec(late, "COMMIT"));
  PQfinish(late);
  sync();
  sync();
  Database const copy{folder / "copy.db"};
  CHECK(copy.number("SELECT count(*) FROM orders") == 1002);
  CHECK(copy.number("SELECT count(DISTINCT id) FROM orders") == 1002);
}

TEST_CASE("a filter that the server refuses, a schema that is not there and a server that is not there are told") {
  Folder const folder;
  auto const where = shop();
  folder.write("filter.yaml", config(where, "", "  table_options: [{tables: orders, where: \"nothing > 1\"}]\n"));
  folder.write("schema.yaml", config(where, "    schemas: [sale]\n"));
  folder.write("server.yaml", config("postgresql://me:hunter2@127.0.0.1:1/shop", ""));
  auto const filter = run_oarlock({{"sync", "filter.yaml"}, folder.path()});
  CHECK(filter.exit_code != 0);
  CHECK_THAT(filter.out + filter.err, Catch::Contains("nothing"));
  auto const schema = run_oarlock({{"sync", "schema.yaml"}, folder.path()});
  CHECK(schema.exit_code != 0);
  CHECK_THAT(schema.out + schema.err, Catch::Contains("no schema 'sale'"));
  auto const server = run_oarlock({{"sync", "server.yaml"}, folder.path()});
  CHECK(server.exit_code == 4);
  CHECK_THAT(server.out + server.err, !Catch::Contains("hunter2"));
}

TEST_CASE("a table whose key is a list is kept by that key like any other, in either database") {
  Folder const folder;
  auto& cluster = Cluster::shared();
  auto const from = cluster.connection_string(cluster.create_database("paths"));
  auto const to = cluster.connection_string(cluster.create_database("paths_copy"));
  ask(from,
      "CREATE TABLE paths (path text[] PRIMARY KEY, n int); INSERT INTO paths VALUES ('{}', 0), ('{a}', 1), "
      "('{a,b}', 2), ('{\"a,b\"}', 3)");
  folder.write("sync.yaml",
               "kind: source\nspec:\n  name: s\n  path: postgresql\n  tables: [\"*\"]\n  destinations: [copy, db]\n"
               "  spec: {connection_string: \"" +
                   from + "\"}\n---\n" + sqlite("copy") +
                   "kind: destination\nspec:\n  name: db\n  path: postgresql\n  spec: {connection_string: \"" + to +
                   "\"}\n");
  auto const check = [&](int rows, int sum) {
    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.out << run.err);
    CHECK(run.exit_code == 0);
    Database const copy{folder / "copy.db"};
    CHECK(copy.number("SELECT count(DISTINCT path) FROM paths") == rows);
    CHECK(copy.number("SELECT count(*) * 100 + sum(n) FROM paths") == rows * 100 + sum);
    CHECK(ask(to, "SELECT count(*) * 100 + sum(n) FROM paths") == std::to_string(rows * 100 + sum));
  };
  check(4, 6);
  ask(from, "UPDATE paths SET n = 10 WHERE path = '{\"a,b\"}'; DELETE FROM paths WHERE path = '{a}'");
  check(3, 12);
}
