// A database with every type is copied into another one, and compared column by column: what has the same type there is
// equal, and so is its dump; the rest is what plugins/postgresql/README.md says ("From PostgreSQL to PostgreSQL").
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <set>
#include <string>

#include "process.hpp"
#include "servers.hpp"

using namespace oar::e2e;
using oar::test::ask;
using oar::test::Cluster;

namespace {

// A column of the source: values as SQL, the type at the destination, and what is to be found there of `c`.
struct TypeCase {
  char const* type;
  char const* values;  // of rows 1, 2, ...; behind them one row has NULL
  char const* there;
  char const* expected;
};

constexpr char same[] = "c";
constexpr char text[] = "c::text";

constexpr auto type_cases = std::to_array<TypeCase>({
    {"boolean", "(true), (false)", "boolean", same},
    {"smallint", "(-32768), (32767)", "smallint", same},
    {"integer", "(-2147483648), (2147483647)", "integer", same},
    {"bigint", "(-9223372036854775808), (9223372036854775807)", "bigint", same},
    {"real", "('NaN'), ('-Infinity'), ('-0'), (1.17549435e-38), (3.4028235e38)", "real", same},
    {"double precision", "('NaN'), ('Infinity'), ('-0'), (5e-324), (0.1)", "double precision", same},
    {"numeric(10,2)", "(-12345678.90), (0), (99999999.99)", "numeric(10,2)", same},
    {"numeric(38,38)", "(0.00000000000000000000000000000000000001)", "numeric(38,38)", same},
    {"numeric(38,0)", "(-99999999999999999999999999999999999999)", "numeric(38,0)", same},
    {"numeric(3,-2)", "(12345), (-99900)", "numeric(5,0)", same},
    {"numeric(2,5)", "(0.00012)", "numeric(5,5)", same},
    {"numeric",
     "('NaN'), ('Infinity'), ('-Infinity'), (1e-20), (12345678901234567890123456789012345678901234567890.10)", "text",
     text},
    {"numeric(50,10)", "(-1234567890123456789012345678901234567890.0000000001), ('NaN')", "text", text},
    {"text", "(''), ('zwölf \"Boxkämpfer\" \\ \t \n \r'), (repeat('long ', 100000))", "text", same},
    {"character varying(5)", "('ab '), ('')", "text", text},
    {"character(5)", "('ab'), ('')", "text", "rpad(c::text, 5)"},
    {"name", "('n')", "text", text},
    {"\"char\"", "('c')", "text", text},
    {"bytea", "(''), ('\\x00ff10')", "bytea", same},
    {"date", "('4714-11-24 BC'), ('0001-12-31 BC'), ('5874897-12-31')", "date", same},
    {"time without time zone", "('00:00'), ('23:59:59.999999')", "time without time zone", same},
    {"time with time zone", "('12:34:56.789+05:30'), ('00:00-15:59')", "text", text},
    {"timestamp without time zone",
     "('4714-11-24 00:00 BC'), ('1999-12-31 23:59:59.999999'), ('294246-12-31 23:59:59')",
     "timestamp without time zone", same},
    {"timestamp with time zone", "('4714-11-24 00:00+00 BC'), ('2026-03-29 02:30:00.000001+02')",
     "timestamp with time zone", same},
    {"interval", "('1 year 2 mons -3 days 04:05:06.7'), ('-178000000 years'), ('0')", "text", text},
    {"uuid", "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')", "uuid", same},
    {"jsonb", "('{\"b\":1.50,\"a\":[null, \"\\u00fc\"]}'), ('null'), ('12345678901234567890.0123456789')", "jsonb",
     same},
    {"json", "('{\"b\" : 1.50, \"a\":[ ]}'), ('\"x\"')", "jsonb", "c::jsonb"},
    {"inet", "('10.1.2.3/8'), ('::ffff:1.2.3.4'), ('2001:db8::8:800:200c:417a'), ('0.0.0.0/0')", "inet", same},
    {"cidr", "('10.0.0.0/8'), ('::/0'), ('192.168.1.1/32')", "inet", "c::inet"},
    {"macaddr", "('08:00:2b:01:02:03')", "macaddr", same},
    {"macaddr8", "('08:00:2b:01:02:03:04:05')", "text", text},
    {"bit(5)", "(B'10101')", "text", text},
    {"bit varying", "(B''), (B'1')", "text", text},
    {"money", "('-12.34'), ('92233720368547758.07')", "text", text},
    {"xml", "('<a b=\"1\">ü</a>')", "text", text},
    {"tsvector", "('a:1A fat:2B,4C cat:5D'), ('')", "text", text},
    {"tsquery", "('fat & (rat | !cat)')", "text", text},
    {"point", "('(1.5,-2)')", "text", text},
    {"line", "('{1,2,3}')", "text", text},
    {"lseg", "('[(0,0),(1,1)]')", "text", text},
    {"box", "('(1,1),(0,0)')", "text", text},
    {"path", "('[(0,0),(1,1)]'), ('((0,0),(1,1))')", "text", text},
    {"polygon", "('((0,0),(1,1),(2,0))')", "text", text},
    {"circle", "('<(0,0),1.5>')", "text", text},
    {"oid", "(4294967295)", "bigint", "c::bigint"},
    {"xid", "('4294967295')", "bigint", "c::text::bigint"},
    {"xid8", "('18446744073709551615')", "numeric(20,0)", "c::text::numeric"},
    {"pg_lsn", "('16/B374D848')", "text", text},
    {"regclass", "('pg_class')", "text", text},
    {"int2vector", "('1 2')", "smallint[]", "string_to_array(c::text, ' ')::smallint[]"},
    {"int4range", "('[1,5]'), ('empty'), ('(,)')", "text", text},
    {"numrange", "('[1.5,2.50)')", "text", text},
    {"tstzrange", "('[2026-01-01 00:00+01,infinity)')", "text", text},
    {"daterange", "('[2026-01-01,)')", "text", text},
    {"nummultirange", "('{[1,2),[5,9)}')", "text", text},
    {"mood", "('zufrieden'), ('it''s')", "text", text},
    {"price", "(12.30)", "numeric(12,2)", same},
    {"prices", "('{1.10,NULL}'), ('{}')", "numeric(12,2)[]", same},
    {"spot", "(ROW(1,2.50,'{a,\"b,c\",NULL}')), (ROW(NULL,NULL,NULL))", "jsonb", "to_jsonb(c)"},
    {"spot[]", "(ARRAY[ROW(1,2.5,'{}')::spot, NULL]), ('{}')", "jsonb", "to_jsonb(c)"},
    {"odd", "(ROW('1 day','[1,3)'))", "jsonb", "to_jsonb(c)"},
    {"boolean[]", "('{t,NULL,f}')", "boolean[]", same},
    {"integer[]", "('{}'), ('{1,NULL,3}')", "integer[]", same},
    {"bigint[]", "('{9223372036854775807}')", "bigint[]", same},
    {"double precision[]", "('{NaN,-Infinity,0.1}')", "double precision[]", same},
    {"text[]", "('{\"\",\"NULL\",NULL,\"a\\\"b\\\\c\"}')", "text[]", same},
    {"bytea[]", "(ARRAY['\\x00ff'::bytea, NULL])", "bytea[]", same},
    {"uuid[]", "('{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}')", "uuid[]", same},
    {"date[]", "('{4714-11-24 BC,NULL}')", "date[]", same},
    {"timestamp with time zone[]", "('{2020-01-01 00:00+00}')", "timestamp with time zone[]", same},
    {"inet[]", "('{10.0.0.1,10.0.0.1/8}')", "inet[]", same},
    {"jsonb[]", "(ARRAY['{\"a\": 1}'::jsonb, NULL])", "jsonb[]", same},
    {"interval[]", "('{1 day,NULL}')", "text[]", "c::text[]"},
    {"mood[]", "('{zufrieden,\"it''s\"}')", "text[]", "c::text[]"},
    {"integer[][]", "('{{1,2},{3,NULL}}')", "jsonb", "to_jsonb(c)"},
    {"hstore", "('a=>1, b=>NULL')", "text", text},
    {"citext", "('Anna')", "text", text},
});

// What their types can hold and Arrow's cannot: read as text, from which it is cast back.
constexpr auto texts_on_request = std::to_array<TypeCase>({
    {"date", "('infinity'), ('-infinity'), ('2026-01-01')", "date", same},
    {"timestamp without time zone", "('infinity'), ('294276-12-31 23:59:59.999999')", "timestamp", same},
    {"timestamp with time zone", "('-infinity'), ('4714-11-24 00:00:00+00 BC')", "timestamptz", same},
    {"numeric(10,2)", "('NaN'), (1.50)", "numeric(10,2)", same},
    {"integer[]", "('{{1,2},{3,4}}'), ('[5:6]={1,2}')", "integer[]", same},
});

constexpr char own_types[] = R"sql(
CREATE EXTENSION hstore; CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('zufrieden', 'nicht', 'it''s');
CREATE DOMAIN price AS numeric(12,2) CHECK (value > 0);
CREATE DOMAIN prices AS price[];
CREATE TYPE spot AS (x int, y numeric(8,2), tags text[]);
CREATE TYPE odd AS (i interval, r int4range);
)sql";

constexpr int most_values = 5;

template <class Cases>
std::string table_sql(std::string const& name, Cases const& cases) {
  std::string columns, sql;
  for (std::size_t i = 0; i < cases.size(); ++i)
    columns += ", c" + std::to_string(i) + " " + (std::string_view{cases[i].type} == "hstore" ? "public." : "") +
               cases[i].type;
  sql += "CREATE TABLE " + name + " (id int PRIMARY KEY" + columns + "); INSERT INTO " + name +
         " SELECT generate_series(1, " + std::to_string(most_values + 1) + ");\n";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto const column = "c" + std::to_string(i);
    // Through a table of one column, so that literals are of its type.
    sql += "CREATE TABLE one (v " + std::string{cases[i].type} + ", n serial); INSERT INTO one (v) VALUES " +
           cases[i].values + "; UPDATE " + name + " SET " + column + " = v FROM one WHERE id = n; DROP TABLE one;\n";
  }
  return sql;
}

// `c` as a word of its own becomes the column.
std::string replaced(std::string_view pattern, std::string const& column) {
  std::string out;
  auto const is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    auto const alone = pattern[i] == 'c' && (i == 0 || !is_word(pattern[i - 1])) &&
                       (i + 1 == pattern.size() || !is_word(pattern[i + 1]));
    out += alone ? column : std::string(1, pattern[i]);
  }
  return out;
}

std::string values_of(std::string const& where, std::string const& table, std::string const& expression) {
  return ask(where, "SET TimeZone = 'UTC'; SELECT id, md5((" + expression + ")::text), left((" + expression +
                        ")::text, 80) FROM " + table + " ORDER BY id");
}

std::string type_of(std::string const& where, std::string const& table, std::string const& column) {
  return ask(where, "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '" + table +
                        "'::regclass AND attname = '" + column + "'");
}

// pg_dump of one table, line by line, without what names the dump itself.
std::multiset<std::string> dump_of(Cluster const& cluster, std::string const& database, std::string const& table) {
  auto const command = "pg_dump --host='" + cluster.folder().string() + "' --port=" + std::to_string(cluster.port()) +
                       " --username=postgres --table=" + table + " " + database;
  auto* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 65536> room{};
  for (std::size_t got = 0; (got = std::fread(room.data(), 1, room.size(), pipe)) > 0;) out.append(room.data(), got);
  INFO(command);
  REQUIRE(::pclose(pipe) == 0);
  std::multiset<std::string> lines;
  for (std::size_t at = 0; at < out.size();) {
    auto const end = std::min(out.find('\n', at), out.size());
    auto line = out.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && !line.starts_with("--") && line.find("restrict") == line.npos) lines.insert(std::move(line));
  }
  return lines;
}

struct Databases {
  std::string from, to;
};

Databases copied(Cluster& cluster, std::string const& sql, std::string const& settings = "") {
  Databases const both{cluster.create_database("every"), cluster.create_database("copy")};
  ask(cluster.connection_string(both.from), sql);
  Folder const folder;
  folder.write("sync.yaml",
               from_postgresql(cluster.connection_string(both.from), settings) +
                   to_postgresql(cluster.connection_string(both.to), "  write_mode: overwrite\n  provenance: none\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out);
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  return both;
}

}  // namespace

TEST_CASE("a database with every type becomes another one, equal column by column, and in its dump") {
  auto& cluster = Cluster::shared();
  std::string kept;
  for (std::size_t i = 0; i < type_cases.size(); ++i)
    if (std::string_view{type_cases[i].type} == type_cases[i].there) kept += ", c" + std::to_string(i);
  auto const both =
      copied(cluster, std::string{own_types} + table_sql("every", type_cases) + "CREATE TABLE kept AS SELECT id" +
                          kept + " FROM every; ALTER TABLE kept ADD PRIMARY KEY (id)");
  auto const from = cluster.connection_string(both.from);
  auto const to = cluster.connection_string(both.to);
  for (std::size_t i = 0; i < type_cases.size(); ++i) {
    auto const& one = type_cases[i];
    auto const column = "c" + std::to_string(i);
    INFO(one.type << " " << one.values);
    CHECK(type_of(to, "every", column) == one.there);
    CHECK(values_of(from, "every", replaced(one.expected, column)) == values_of(to, "every", column));
  }
  auto const dump = dump_of(cluster, both.from, "kept");
  CHECK(dump.size() > 20);
  CHECK(dump == dump_of(cluster, both.to, "kept"));
}

TEST_CASE("what PostgreSQL's types hold and a copy's cannot is read as text where one asks for it") {
  auto& cluster = Cluster::shared();
  auto const both = copied(cluster, table_sql("odd", texts_on_request), "    as_text: [\"odd.c*\"]\n");
  auto const from = cluster.connection_string(both.from);
  auto const to = cluster.connection_string(both.to);
  for (std::size_t i = 0; i < texts_on_request.size(); ++i) {
    auto const& one = texts_on_request[i];
    auto const column = "c" + std::to_string(i);
    INFO(one.type << " " << one.values);
    CHECK(type_of(to, "odd", column) == "text");
    CHECK(values_of(from, "odd", column) == values_of(to, "odd", column + "::" + one.there));
  }
}

TEST_CASE("without that it is a reject with its column and the remedy, and the other rows are there") {
  auto& cluster = Cluster::shared();
  Databases const both{cluster.create_database("every"), cluster.create_database("copy")};
  ask(cluster.connection_string(both.from), table_sql("odd", texts_on_request));
  Folder const folder;
  folder.write("sync.yaml", from_postgresql(cluster.connection_string(both.from)) +
                                to_postgresql(cluster.connection_string(both.to), "  max_rejects: 100\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 3);
  CHECK(ask(cluster.connection_string(both.to), "SELECT id FROM odd ORDER BY id") == "3; 4; 5; 6");
  auto const rejects = run_oarlock({{"rejects", "list", "sync.yaml"}, folder.path()});
  CHECK_THAT(rejects.out, Catch::Contains("column c0 is infinite") && Catch::Contains("as_text"));
}
