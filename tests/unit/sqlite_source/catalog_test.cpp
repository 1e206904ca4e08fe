// Which tables and columns are offered, and as what.
#include "support.hpp"

#include <filesystem>

using namespace oar;
using namespace oar::sqlite::source;
using namespace oar::sqlite::source::test;
using Catch::Matchers::Contains;

namespace {

Type nano(Type type) {
  type.unit = Unit::nano;
  return type;
}

}  // namespace

TEST_CASE("declared types become the types that our destination made them of, and others go by affinity") {
  struct Case {
    std::string declared;
    Type type;
  };
  auto const cases = std::vector<Case>{{"INTEGER", Type::int64},
                                       {"bigint", Type::int64},
                                       {"BOOLEAN", Type::boolean},
                                       {"U64_BLOB", Type::uint64},
                                       {"REAL", Type::float64},
                                       {"DOUBLE PRECISION", Type::float64},
                                       {"TEXT", Type::text},
                                       {"varchar(20)", Type::text},
                                       {"BLOB", Type::binary},
                                       {"UUID_TEXT", Type::uuid},
                                       {"JSON_TEXT", Type::json},
                                       {"INET_TEXT", Type::inet},
                                       {"MAC_TEXT", Type::mac},
                                       {"DATE_TEXT", Type::date},
                                       {"date", Type::date},
                                       {"TIME_TEXT", Type::time},
                                       {"TIME_NS_TEXT", nano(Type::time)},
                                       {"TIMESTAMP_TEXT", Type::local_timestamp},
                                       {"datetime", Type::local_timestamp},
                                       {"TIMESTAMPTZ_TEXT", Type::timestamp},
                                       {"TIMESTAMPTZ_NS_TEXT", nano(Type::timestamp)},
                                       {"INTERVAL_US", Type::duration},
                                       {"INTERVAL_NS", nano(Type::duration)},
                                       {"DECIMAL(10, 2)", Type::decimal(10, 2)},
                                       {"numeric(5)", Type::decimal(5, 0)},
                                       {"NUMERIC", Type::text},
                                       {"money", Type::text},
                                       {"", Type::text}};
  for (auto const& each : cases) {
    INFO(each.declared);
    CHECK(describe(read_type(each.declared).type) == describe(each.type));
  }
}

TEST_CASE("tables and views are offered with their keys, but neither SQLite's own, nor ours, nor what cannot be read") {
  File const file;
  file.run(R"(CREATE TABLE "odd ""name""" (b TEXT, a INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
              CREATE TABLE plain (x, y INTEGER AS (x + 1));
              CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, d DECIMAL_TEXT, _oar_source TEXT);
              INSERT INTO counted(d) VALUES ('1.5'), ('-0.125'), ('7');
              CREATE VIEW shown AS SELECT x FROM plain;
              CREATE VIEW broken AS SELECT x FROM plain;
              CREATE TABLE gone (x);
              CREATE TABLE _oar_cursors (x);
              CREATE VIRTUAL TABLE words USING fts5(body);
              DROP VIEW broken;
              CREATE VIEW broken AS SELECT x FROM gone;
              DROP TABLE gone;)");
  auto const from = source(file);
  auto const catalog = ok(from->discover());
  std::vector<std::string> names;
  for (auto const& table : catalog) names.push_back(table.name());
  CHECK(names == std::vector<std::string>{"counted", "odd \"name\"", "plain", "shown", "words"});
  CHECK(catalog[0].columns().size() == 2);
  CHECK(catalog[0].columns()[1].type == Type::decimal(38, 3));
  CHECK(catalog[0].primary_key() == std::vector<std::string>{"id"});
  CHECK(catalog[1].primary_key() == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(catalog[1].columns()[1].nullable);
  CHECK(catalog[2].columns().size() == 2);  // the generated one, too
  CHECK(catalog[3].primary_key().empty());
}

TEST_CASE("a missing file is an error and is not made, and reading leaves nothing behind") {
  File const file;
  auto const from = source(file);
  CHECK(failed(from->discover()).code() == Errc::not_found);
  CHECK_FALSE(std::filesystem::exists(file.path()));
  file.run("PRAGMA journal_mode = WAL; CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)");
  CHECK(read(*from, "t").rows.size() == 1);
  std::size_t files = 0;
  for ([[maybe_unused]] auto const& each : std::filesystem::directory_iterator{file.folder()}) ++files;
  CHECK(files == 1);
}

TEST_CASE("a table that cannot be read incrementally as asked is refused with what there is") {
  File const file;
  file.run("CREATE TABLE t (id INTEGER PRIMARY KEY, d DECIMAL_TEXT) WITHOUT ROWID");
  for (std::string const column : {"updated_at", "d", "rowid"}) {
    SourceConfig config;
    config.connection_string.value = file.path();
    config.incremental["t*"] = column;
    auto const error = failed(source(config)->discover());
    CHECK(error.code() == Errc::config);
    CHECK_THAT(error.message(), Contains("table t") && Contains(column));
  }
}
