// What is offered, under which names.
#include "client.hpp"

#include <algorithm>

#include "plugins/postgresql/source/table_names.hpp"

using namespace oar::postgresql::source::test;
using oar::postgresql::source::table_name;

namespace {

std::vector<std::string> names(oar::Catalog const& catalog) {
  std::vector<std::string> out;
  for (auto const& table : catalog) out.push_back(table.name());
  std::ranges::sort(out);
  return out;
}

oar::Table const& table(oar::Catalog const& catalog, std::string const& name) {
  auto const found = std::ranges::find(catalog, name, &oar::Table::name);
  REQUIRE(found != catalog.end());
  return *found;
}

constexpr char tables[] = R"sql(
CREATE TABLE orders (id int, line int, note text, PRIMARY KEY (line, id));
COMMENT ON TABLE orders IS 'What was ordered';
COMMENT ON COLUMN orders.note IS 'By the clerk';
CREATE VIEW recent AS SELECT * FROM orders;
CREATE MATERIALIZED VIEW kept AS SELECT * FROM orders;
CREATE SCHEMA sales;
CREATE TABLE sales.orders (id int PRIMARY KEY);
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."c" (x int);
CREATE TABLE "sales.orders" (x int);
CREATE TABLE parts (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE _oar_cursors (x int);
)sql";

}  // namespace

TEST_CASE("tables are named with their schema, those of public without; partitions by their root") {
  auto const where = database(tables);
  auto const catalog = Client{where, ""}.catalog();
  CHECK(names(catalog) == std::vector<std::string>{"\"a.b\".c", "\"sales.orders\"", "child", "kept", "orders", "parent",
                                                   "parts", "recent", "sales.orders"});
  auto const& orders = table(catalog, "orders");
  CHECK(orders.primary_key() == std::vector<std::string>{"line", "id"});
  CHECK(orders.description() == "What was ordered");
  CHECK(orders.columns()[2].description == "By the clerk");
  CHECK_FALSE(orders.columns()[0].nullable);
  CHECK(table(catalog, "parts").primary_key() == std::vector<std::string>{"id", "k"});
  CHECK(table(catalog, "parent").primary_key().empty());  // its children's rows are not held to it
}

TEST_CASE("public is named when asked for, and schemas can be chosen") {
  auto const where = database(tables);
  auto const all = names(Client{where, R"("qualify_public": true)"}.catalog());
  CHECK(std::ranges::count(all, "public.orders") == 1);
  CHECK(names(Client{where, R"("schemas": ["sales"])"}.catalog()) == std::vector<std::string>{"sales.orders"});
}

TEST_CASE("a schema or an incremental table that is not there is an error that names it") {
  auto const where = database(tables);
  struct Wrong {
    char const* settings;
    char const* named;
  };
  auto const wrong = GENERATE(values<Wrong>({{R"("schemas": ["sale"])", "'sale'"},
                                             {R"("incremental": {"order": "id"})", "incremental/order"},
                                             {R"("incremental": {"orders": "when"})", "'when'"}}));
  auto config = oar::read_config<oar::postgresql::source::SourceConfig>(R"({"connection_string": ")" + where + "\", " +
                                                                        wrong.settings + "}");
  REQUIRE(config);
  auto const source = oar::postgresql::source::PostgresqlSource::open(*std::move(config), oar::Host{});
  auto const found = (*source)->discover();
  REQUIRE_FALSE(found);
  CHECK(found.error().code() == oar::Errc::config);
  CHECK_THAT(found.error().message(), Catch::Contains(wrong.named));
}

TEST_CASE("what a user may not read is not offered") {
  auto const where = database(std::string{tables} + R"sql(
    CREATE ROLE reader LOGIN;
    GRANT SELECT (id, line) ON orders TO reader;
  )sql");
  auto as_reader = where;
  as_reader.replace(as_reader.find("user=postgres"), 13, "user=reader");
  auto const catalog = Client{as_reader, ""}.catalog();
  CHECK(names(catalog) == std::vector<std::string>{"orders"});
  CHECK(table(catalog, "orders").columns().size() == 2);
}
