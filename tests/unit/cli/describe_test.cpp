// Tables and settings, as documents.
#include <catch2/catch.hpp>

#include "host/cli/catalog.hpp"
#include "host/cli/schema_text.hpp"
#include "host/cli/table_docs.hpp"

using namespace oar::cli;
using Catch::Contains;
using oar::Table;
using oar::Type;

namespace {

std::vector<std::string> names(std::vector<Placed> const& placed) {
  std::vector<std::string> out;
  for (auto const& each : placed) out.push_back(std::string(each.depth, '>') + each.table->name());
  return out;
}

}  // namespace

TEST_CASE("tables stand in families, by name") {
  std::vector<Table> tables;
  tables.push_back(Table{"users"});
  tables.push_back(Table{"keys"}.child_of("users"));
  tables.push_back(Table{"key_options"}.child_of("keys"));
  tables.push_back(Table{"cpus"});
  CHECK(names(by_family(tables)) == std::vector<std::string>{"cpus", "users", ">keys", ">>key_options"});
}

TEST_CASE("a table whose parent is missing, or is itself, is still listed once") {
  std::vector<Table> tables;
  tables.push_back(Table{"lost"}.child_of("nobody"));
  tables.push_back(Table{"a"}.child_of("b"));
  tables.push_back(Table{"b"}.child_of("a"));
  CHECK(by_family(tables).size() == 3);
}

TEST_CASE("Markdown of a table has its key, its cursor columns, and bars that do not break a cell") {
  std::vector<Table> tables;
  tables.push_back(Table{"logins", "Who came and went"}
                       .key("id", Type::int64, "Its number")
                       .column("line", Type::text, "pts | tty")
                       .incremental({"time", "id"}));
  auto const text = to_markdown({"linux", "linux", "1.0", tables});
  INFO(text);
  CHECK_THAT(text, Contains("- [logins](#logins) (incremental, by `time`, `id`)"));
  CHECK_THAT(text, Contains("- Primary key: `id`"));
  CHECK_THAT(text, Contains("| `id` | `int64`, not null | Its number |"));
  CHECK_THAT(text, Contains("pts \\| tty"));
}

TEST_CASE("settings are shown with type, default, choices and secrets") {
  auto const text = schema_text(R"({"type":"object","required":["path"],"properties":{
      "path":{"type":"string","description":"Where it lies"},
      "mode":{"enum":["fast","safe"],"default":"safe"},
      "password":{"type":["string","null"],"writeOnly":true},
      "tables":{"type":"array","items":{"$ref":"#/definitions/table"}}},
      "definitions":{"table":{"type":"object","properties":{"rows":{"type":"integer","minimum":0}}}}})",
                                oar::report::Style{});
  INFO(text);
  CHECK_THAT(text, Contains("path  string, required\n      Where it lies"));
  CHECK_THAT(text, Contains("mode  one of fast, safe, default \"safe\""));
  CHECK_THAT(text, Contains("password  string, secret"));
  CHECK_THAT(text, Contains("tables  list of object\n    rows  integer from 0"));
}

TEST_CASE("a schema that refers to itself, or is none, is shown as far as it goes") {
  CHECK_THAT(schema_text(R"({"properties":{"a":{"$ref":"#"}}})", oar::report::Style{}), Contains("a"));
  // A list of itself was told without an end.
  auto const circle = R"({"properties":{"a":{"$ref":"#/definitions/l"}},
      "definitions":{"l":{"type":"array","items":{"$ref":"#/definitions/l"}}}})";
  CHECK_THAT(schema_text(circle, oar::report::Style{}), Contains("a  list of list of"));
  std::string wide;
  for (int i = 0; i < 40; ++i)
    wide += (i > 0 ? ",\"" : "\"") + std::to_string(i) + R"(":{"$ref":"#","oneOf":[{"$ref":"#"},{"$ref":"#"}]})";
  CHECK(schema_text(R"({"properties":{)" + wide + "}}", oar::report::Style{}).size() < 10'000'000);
  CHECK(schema_text("nonsense", oar::report::Style{}) == "nonsense\n");
  CHECK(schema_text("{}", oar::report::Style{}) == "  none\n");
}
