// Every type of the server, extremes included, read from a real one and shown as JSON.
#include "client.hpp"

#include <array>

using namespace oar::postgresql::source::test;
using oar::test::ask;

namespace {

struct Case {
  char const* type;
  char const* value;  // an SQL expression
  char const* json;
};

constexpr auto cases = std::to_array<Case>({
    {"bool", "true", "true"},
    {"int2", "-32768", "-32768"},
    {"int4", "2147483647", "2147483647"},
    {"int8", "-9223372036854775808", "-9223372036854775808"},
    {"float4", "1.17549435e-38", "1.1754944e-38"},
    {"float8", "'-Infinity'", "\"-Infinity\""},
    {"float8", "'NaN'", "\"NaN\""},
    {"numeric(10,2)", "-12345678.90", "-12345678.90"},
    {"numeric(10,2)", "0", "0.00"},
    {"numeric(38,0)", "-99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"},
    {"numeric(38,38)", "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"},
    {"numeric(20,10)", "1234567890.0000000001", "1234567890.0000000001"},
    {"numeric(3,-2)", "12345", "12300"},
    {"numeric(2,5)", "0.00012", "0.00012"},
    {"numeric(39,0)", "123456789012345678901234567890123456789", "\"123456789012345678901234567890123456789\""},
    {"numeric", "'NaN'", "\"NaN\""},
    {"numeric", "'-Infinity'", "\"-Infinity\""},
    {"numeric", "1e-20", "\"0.00000000000000000001\""},
    {"numeric", "-100000000000000000000.50", "\"-100000000000000000000.50\""},
    {"numeric", "0.0", "\"0.0\""},
    {"text", "'zwölf \"Boxkämpfer\"'", "\"zwölf \\\"Boxkämpfer\\\"\""},
    {"varchar(5)", "'ab '", "\"ab \""},
    {"char(5)", "'ab'", "\"ab   \""},
    {"name", "'n'", "\"n\""},
    {"\"char\"", "'c'", "\"c\""},
    {"bytea", "'\\x00ff10'", "\"AP8Q\""},
    {"date", "'4713-01-01 BC'", "\"-4712-01-01\""},
    {"date", "'5874897-12-31'", "\"5874897-12-31\""},
    {"time", "'23:59:59.999999'", "\"23:59:59.999999\""},
    {"timetz", "'12:34:56.789+05:30'", "\"12:34:56.789+05:30\""},
    {"timestamp", "'4713-01-01 00:00:00 BC'", "\"-4712-01-01T00:00:00\""},
    {"timestamp", "'1999-12-31 23:59:59.999999'", "\"1999-12-31T23:59:59.999999\""},
    {"timestamptz", "'2026-03-29 02:30:00.000001+02'", "\"2026-03-29T00:30:00.000001Z\""},
    {"interval", "'1 year 2 mons -3 days 04:05:06.7'", "\"1 year 2 mons -3 days +04:05:06.7\""},
    {"uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\""},
    {"json", "'{\"b\" : 1.50, \"a\":[ ]}'", "{\"b\" : 1.50, \"a\":[ ]}"},
    {"jsonb", "'{\"b\":1.50,\"a\":[]}'", "{\"a\": [], \"b\": 1.50}"},
    {"inet", "'10.1.2.3/8'", "\"10.1.2.3/8\""},
    {"inet", "'::ffff:1.2.3.4'", "\"::ffff:1.2.3.4\""},
    {"inet", "'2001:db8::8:800:200c:417a'", "\"2001:db8::8:800:200c:417a\""},
    {"cidr", "'10.0.0.0/8'", "\"10.0.0.0/8\""},
    {"cidr", "'::/128'", "\"::/128\""},
    {"macaddr", "'08-00-2B-01-02-03'", "\"08:00:2b:01:02:03\""},
    {"macaddr8", "'08:00:2b:01:02:03:04:05'", "\"08:00:2b:01:02:03:04:05\""},
    {"bit(5)", "B'10101'", "\"10101\""},
    {"varbit", "B''", "\"\""},
    {"money", "'-12.34'", "\"-$12.34\""},
    {"xml", "'<a>ü</a>'", "\"<a>ü</a>\""},
    {"tsvector", "'a fat cat'", "\"'a' 'cat' 'fat'\""},
    {"point", "'(1.5,-2)'", "\"(1.5,-2)\""},
    {"int4range", "'[1,5]'", "\"[1,6)\""},
    {"tstzrange", "'[2026-01-01 00:00+01,)'", "\"[\\\"2025-12-31 23:00:00+00\\\",)\""},
    {"nummultirange", "'{[1,2),[5,9)}'", "\"{[1,2),[5,9)}\""},
    {"oid", "4294967295", "4294967295"},
    {"xid8", "'18446744073709551615'", "18446744073709551615"},
    {"pg_lsn", "'16/B374D848'", "\"16/B374D848\""},
    {"regclass", "'pg_class'", "\"pg_class\""},
    {"mood", "'zufrieden'", "\"zufrieden\""},
    {"amount", "12.30", "12.30"},
    {"amounts", "'{1.10,NULL}'", "[1.10,null]"},
    {"spot", "ROW(1,2.50,'{a,\"b,c\"}')", "{\"x\":1,\"y\":2.50,\"tags\":[\"a\",\"b,c\"]}"},
    {"spot", "ROW(NULL,NULL,NULL)", "{\"x\":null,\"y\":null,\"tags\":null}"},
    {"spot[]", "ARRAY[ROW(1,2.5,'{}')::spot, NULL]", "[{\"x\":1,\"y\":2.50,\"tags\":[]},null]"},
    {"odd", "ROW('1 day','[1,3)')", "{\"i\":\"1 day\",\"r\":\"[1,3)\"}"},
    {"int4[]", "'{}'", "[]"},
    {"int4[]", "'[5:7]={1,NULL,3}'", "[1,null,3]"},
    {"text[]", "'{\"\",\"NULL\",NULL}'", "[\"\",\"NULL\",null]"},
    {"timestamptz[]", "'{2020-01-01 00:00+00}'", "[\"2020-01-01T00:00:00Z\"]"},
    {"interval[]", "'{1 day,NULL}'", "[\"1 day\",null]"},
    {"inet[]", "'{10.0.0.1,10.0.0.1/8}'", "[\"10.0.0.1\",\"10.0.0.1/8\"]"},
    {"mood[]", "'{zufrieden}'", "[\"zufrieden\"]"},
    {"int4[][]", "'{{1,2},{3,NULL}}'", "[[1,2],[3,null]]"},
    {"int2vector", "'1 2'", "[1,2]"},
});

constexpr char types[] = R"sql(
CREATE TYPE mood AS ENUM ('zufrieden', 'nicht');
CREATE DOMAIN amount AS numeric(12,2) CHECK (value > 0);
CREATE DOMAIN amounts AS amount[];
CREATE TYPE spot AS (x int, y numeric(8,2), tags text[]);
CREATE TYPE odd AS (i interval, r int4range);
)sql";

}  // namespace

TEST_CASE("every type of the server arrives exactly, and so does NULL") {
  std::string columns{"n int PRIMARY KEY"}, values{"1"}, expected{"{\"n\":1"}, nulls{"{\"n\":2"};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto const name = "c" + std::to_string(i);
    columns += ", " + name + " " + cases[i].type;
    values += std::string{", "} + cases[i].value;
    expected += ",\"" + name + "\":" + cases[i].json;
    nulls += ",\"" + name + "\":null";
  }
  auto const where = database(std::string{types} + "CREATE TABLE every (" + columns + "); INSERT INTO every VALUES (" +
                              values + "); INSERT INTO every (n) VALUES (2)");
  auto const rows = Client{where, ""}.all("every");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0] == expected + "}");
  CHECK(rows[1] == nulls + "}");
}

TEST_CASE("a value that its column's type cannot hold is told with the table, the column and what helps") {
  struct Misfit {
    char const* type;
    char const* value;
    char const* reason;
    char const* text;
  };
  auto const misfit = GENERATE(values<Misfit>({
      {"timestamptz", "'infinity'", "is infinite", "infinity"},
      {"timestamp", "'-infinity'", "is infinite", "-infinity"},
      {"timestamp", "'294276-12-31 23:59:59'", "is later", "294276-12-31 23:59:59"},
      {"date", "'infinity'", "is infinite", "infinity"},
      {"numeric(10,2)", "'NaN'", "is NaN", "NaN"},
      {"int4[]", "'{{1,2},{3,4}}'", "more than one dimension", "{{1,2},{3,4}}"},
      {"date[]", "'{2020-01-01,infinity}'", "is infinite", "{2020-01-01,infinity}"},
  }));
  CAPTURE(misfit.type, misfit.value);
  auto const where = database(std::string{"CREATE TABLE odd (id int, v "} + misfit.type +
                              "); INSERT INTO odd VALUES (1, " + misfit.value + ")");
  Client client{where, ""};
  auto const plan = client.plan({{"odd"}});
  REQUIRE(plan);
  auto const result = client.read(plan->split(0));
  REQUIRE(result.error);
  CHECK(result.error->code() == oar::Errc::data);
  CHECK_THAT(result.error->message(), Catch::Contains("table odd") && Catch::Contains("column v") &&
                                          Catch::Contains(misfit.reason) && Catch::Contains("as_text"));
  auto const rows = Client{where, R"("as_text": ["odd.*"])"}.all("odd");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0] == R"({"id":"1","v":")" + std::string{misfit.text} + "\"}");
}

TEST_CASE("text of a database that names no encoding is read where it is UTF-8, and else a reject of its row") {
  auto& cluster = oar::test::Cluster::shared();
  ask(cluster.connection_string(), "CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'");
  auto const where = cluster.connection_string("ascii");
  ask(where, "CREATE TABLE t (v text, list text[], b jsonb); INSERT INTO t VALUES ('gut', '{ü}', '\"ü\"')");
  CHECK(Client{where, ""}.all("t") == Rows{R"({"v":"gut","list":["ü"],"b":"ü"})"});
  for (auto const& [column, value] :
       std::vector<std::pair<std::string, std::string>>{{"v", "\xff"}, {"list", "{\xff}"}, {"b", "\"\xff\""}}) {
    ask(where, "DELETE FROM t; INSERT INTO t (" + column + ") VALUES ($$" + value + "$$)");
    Client client{where, ""};
    auto const plan = client.plan({{"t"}});
    REQUIRE(plan);
    auto const result = client.read(plan->split(0));
    REQUIRE(result.error);
    CHECK(result.error->code() == oar::Errc::data);
    CHECK_THAT(result.error->message(), Catch::Contains("column " + column + " is not UTF-8"));
  }
}
