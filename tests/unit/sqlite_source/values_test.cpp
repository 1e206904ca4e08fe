// Values come as they are stored, or are rejects: never NULL, never another value.
#include "support.hpp"

using namespace oar;
using namespace oar::sqlite::source;
using namespace oar::sqlite::source::test;
using Catch::Matchers::Contains;

namespace {

struct Case {
  std::string declared, value;  // SQL
  std::string json;             // what is read; empty: a reject
};

}  // namespace

TEST_CASE("each declared type takes what it can hold exactly, and rejects the rest") {
  auto const cases = std::vector<Case>{
      {"INTEGER", "-9223372036854775808", "-9223372036854775808"},
      {"INTEGER", "1.5", ""},
      {"INTEGER", "'x'", ""},
      {"BOOLEAN", "1", "true"},
      {"BOOLEAN", "2", ""},
      {"U64_BLOB", "7", "7"},
      {"U64_BLOB", "'18446744073709551615'", "18446744073709551615"},
      {"U64_BLOB", "-1", ""},
      {"REAL", "0.1", "0.1"},
      {"REAL", "'NaN'", "\"NaN\""},
      {"REAL", "1e999", "\"Infinity\""},
      {"REAL", "'x'", ""},
      {"TEXT", "'ü'", "\"ü\""},
      {"TEXT", "''", "\"\""},
      {"TEXT", "7", "\"7\""},
      {"TEXT", "CAST(x'ff' AS TEXT)", ""},
      {"TEXT", "x'41'", ""},
      {"BLOB", "x'00ff01'", "\"AP8B\""},
      {"BLOB", "x''", "\"\""},
      {"BLOB", "'ab'", "\"YWI=\""},
      {"BLOB", "1", ""},
      {"UUID_TEXT", "'12345678-9abc-def0-1234-56789abcdef0'", "\"12345678-9abc-def0-1234-56789abcdef0\""},
      {"UUID", "x'30313233343536373839616263646566'", "\"30313233-3435-3637-3839-616263646566\""},
      {"UUID_TEXT", "'no uuid'", ""},
      {"DECIMAL(10,2)", "12.35", "12.35"},
      {"DECIMAL(10,2)", "12", "12.00"},
      {"DECIMAL(10,2)", "0.125", ""},
      {"DECIMAL(4,2)", "100", ""},
      {"DECIMAL_TEXT", "'123.4500'", "123.4500"},
      {"DATE", "'2024-02-29'", "\"2024-02-29\""},
      {"DATE", "'2023-02-29'", ""},
      {"DATE", "20240229", ""},
      {"DATE_TEXT", "'-0001-12-31'", "\"-0001-12-31\""},
      {"TIME_TEXT", "'23:59:59.5'", "\"23:59:59.500\""},
      {"TIME_TEXT", "'25:00:00'", ""},
      {"DATETIME", "'2024-01-02 03:04:05'", "\"2024-01-02T03:04:05\""},
      {"DATETIME", "'2024-01-02 03:04:05Z'", ""},
      {"DATETIME", "1704164645", ""},
      {"TIMESTAMPTZ_TEXT", "'2024-01-02T03:04:05.678900Z'", "\"2024-01-02T03:04:05.678900Z\""},
      {"TIMESTAMPTZ_TEXT", "'2024-01-02T03:04:05'", ""},
      {"TIMESTAMPTZ_NS_TEXT", "'1969-12-31T23:59:59.999999999Z'", "\"1969-12-31T23:59:59.999999999Z\""},
      {"TIMESTAMP_TEXT", "'2024-02-30T00:00:00'", ""},
      {"INTERVAL_US", "-5", "-5"},
      {"JSON_TEXT", "'{\"a\": [1.50]}'", "{\"a\": [1.50]}"},
      {"INET_TEXT", "'10.0.0.1/8'", "\"10.0.0.1/8\""},
      {"", "1.5", "\"1.5\""},
      {"", "9007199254740993", "\"9007199254740993\""},
      {"", "x'00'", ""},
      {"NUMERIC", "'0.10'", "\"0.1\""},  // SQLite made a number of it
  };
  for (auto const& each : cases) {
    INFO(each.declared << " " << each.value);
    File const file;
    file.run("CREATE TABLE t (id INTEGER, v " + each.declared + "); INSERT INTO t VALUES (1, NULL), (2, " + each.value +
             "), (3, NULL)");
    auto const all = read(*source(file), "t");
    auto const row = [](int id, std::string const& json) {
      return R"({"id":)" + std::to_string(id) + R"(,"v":)" + json + "}";
    };
    std::vector<std::string> expected{row(1, "null"), row(2, each.json), row(3, "null")};
    if (each.json.empty()) expected.erase(expected.begin() + 1);
    CHECK(all.rows == expected);
    REQUIRE(all.rejects.size() == (each.json.empty() ? 1 : 0));
    if (each.json.empty()) CHECK_THAT(all.rejects.front(), Contains("\"id\":2") && Contains("column v holds"));
  }
}

TEST_CASE("a NULL in a primary key is a reject, and as_text takes a column as it is") {
  File const file;
  file.run(
      "CREATE TABLE t (k TEXT PRIMARY KEY, at DATETIME); INSERT INTO t VALUES (NULL, NULL), ('a', 1704164645), "
      "('b', '2024-01-02')");
  CHECK(read(*source(file), "t").rejects.size() == 3);
  SourceConfig config;
  config.connection_string.value = file.path();
  config.as_text = {"*.at"};
  auto const all = read(*source(config), "t");
  CHECK(all.rows == std::vector<std::string>{R"({"k":"a","at":"1704164645"})", R"({"k":"b","at":"2024-01-02"})"});
  REQUIRE(all.rejects.size() == 1);
  CHECK_THAT(all.rejects.front(), Contains("part of the primary key, is NULL"));
}
