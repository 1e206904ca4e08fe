// A plugin's settings against the schema it publishes.

#include <catch2/catch.hpp>

#include "host/config/parse.hpp"
#include "host/config/spec.hpp"
#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

Located spec_of(std::string const& yaml) {
  MemoryEnvironment world;
  world.variables["PASSWORD"] = "hunter2!";
  Substitution substitution(world);
  std::vector<Problem> problems;
  auto documents = parse_yaml(Text("c.yaml", yaml), substitution, problems);
  REQUIRE(problems.empty());
  REQUIRE(documents.size() == 1);
  return documents[0];
}

std::vector<std::string> check(std::string const& text, std::string const& yaml) {
  return lines(check_spec("sqlite", text, spec_of(yaml)));
}

std::string const schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.org/sqlite", "type": "object",
  "additionalProperties": false, "required": ["connection_string"],
  "properties": {
    "connection_string": {"type": "string", "minLength": 1, "description": "the file's path"},
    "batch_rows": {"type": "integer", "minimum": 1, "maximum": 18446744073709551615},
    "mode": {"enum": ["fast", "safe"]},
    "password": {"type": "string", "writeOnly": true, "maxLength": 8},
    "auth": {"type": "object", "required": ["user"], "additionalProperties": false,
             "properties": {"user": {"type": "string"}, "keys": {"type": "array", "items": {"$ref": "#/definitions/key"}}}},
    "target": {"oneOf": [{"type": "string"}, {"type": "object", "required": ["host"]}]},
    "when": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
    "code": {"type": "string", "pattern": "^[a-z]+$"},
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "tree": {"$ref": "#/definitions/tree"}
  },
  "definitions": {"key": {"type": "string", "writeOnly": true, "minLength": 3},
                  "tree": {"type": "object", "properties": {"left": {"$ref": "#/definitions/tree"}},
                           "additionalProperties": false}}
})";

}  // namespace

TEST_CASE("valid settings have no problems") {
  CHECK(check(schema,
              "connection_string: a.db\nbatch_rows: 5\nmode: fast\nauth: {user: u, keys: [abcd]}\n"
              "target: {host: h}\nwhen: 2026-11-22T21:30:00Z\ncode: abc\nlabels: {a: b}\ntree: {left: {left: {}}}\n")
            .empty());
  CHECK(check(schema, "connection_string: a.db\nbatch_rows: 2.0\nwhen: ~\n").empty());
  CHECK(check("{}", "anything: 1\n").empty());
  CHECK(check("", "anything: 1\n").empty());
  CHECK(check("true", "anything: 1\n").empty());
}

TEST_CASE("all mistakes in the settings are said at once, one message per place, the deepest") {
  CHECK(check(schema,
              "batch_rows: many\nmode: fats\nauth:\n  usr: u\ncode: A1\nlabels: {a: 1}\ntarget: 5\n"
              "tree: {left: {rigth: {}}}\n") ==
        std::vector<std::string>{
            "c.yaml:1:1: connection_string: found nothing, expected a text: the file's path",
            "c.yaml:1:13: batch_rows: found the text \"many\", expected a whole number; write it without quotes",
            "c.yaml:2:7: mode: found the text \"fats\", expected \"fast\" or \"safe\"; did you mean \"fast\"?",
            "c.yaml:4:3: auth/usr: found an unknown field, accepted are user or keys; did you mean \"user\"?",
            "c.yaml:5:7: code: found the text \"A1\", expected a text that matches ^[a-z]+$",
            "c.yaml:6:13: labels/a: found the number 1, expected a text; put it in quotes",
            "c.yaml:7:9: target: found the number 5, expected a text or a mapping with \"host\"",
            "c.yaml:8:15: tree/left/rigth: found an unknown field, accepted are left"});
}

TEST_CASE("unset settings are an empty mapping that stands where spec does") {
  auto const loaded = load_text("c.yaml",
                                "kind: source\nspec: {name: s, tables: ['*'], destinations: [d]}\n"
                                "---\nkind: destination\nspec:\n  name: d\n  spec:\n");
  REQUIRE(loaded.ok());
  CHECK(lines(check_spec("sqlite", schema, loaded.config.destinations.at(0).spec)) ==
        std::vector<std::string>{
            "c.yaml:7:3: spec/spec/connection_string: found nothing, expected a text: the file's path"});
}

TEST_CASE("a value that is secret or substituted never stands in a message") {
  auto const problems = check(
      schema, "connection_string: 5\npassword: much-too-long-secret\nauth: {user: u, keys: [zq]}\nmode: ${PASSWORD}\n");
  CAPTURE(problems);
  CHECK(problems.size() == 4);
  CHECK_FALSE(any_contains(problems, "much"));
  CHECK_FALSE(any_contains(problems, "zq"));
  CHECK_FALSE(any_contains(problems, "hunter2"));
  CHECK(any_contains(problems, "c.yaml:2:11: password: found a text, expected at most 8 characters"));
  CHECK(any_contains(problems, "c.yaml:4:7: mode: found a text, expected \"fast\" or \"safe\""));
}

TEST_CASE("secret values are found through references, lists and branches") {
  auto const spec = spec_of("password: pw\nauth: {user: u, keys: [k1, k2]}\nmode: fast\n").value;
  auto const found = secret_values(schema, spec);
  CHECK(found == std::vector<std::string>{"k1", "k2", "pw"});
  CHECK(secret_values("not JSON", spec).size() == 5);
}

TEST_CASE("a schema that is not valid is the plugin's fault and ends nothing") {
  struct Case {
    std::string schema, expected;
  };
  std::vector<Case> const cases{
      {"{", "it is not JSON"},
      {"[]", "expected a schema"},
      {R"({"$schema": "http://json-schema.org/draft-04/schema#"})", "draft-04/schema#\", expected http"},
      {R"({"$schema": 7})", "its $schema is the number 7"},
      {R"({"type": "strnig"})", "type is not one of"},
      {R"({"type": 5})", "type is not one of"},
      {R"({"properties": []})", "expected a mapping of schemas"},
      {R"({"properties": {"a": {"pattern": "["}}})", "is no regular expression"},
      {R"({"patternProperties": {"(": {}}})", "is no regular expression"},
      {R"({"properties": {"a": {"multipleOf": 0}}})", "multipleOf is not a number above 0"},
      {R"({"properties": {"a": {"minLength": -1}}})", "minLength is not a count"},
      {R"({"$ref": "https://example.org/other.json"})", "expected one that starts with #"},
      {R"({"$ref": "#"})", "refers to itself without an end"},
      {R"({"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/a"}}})", "refers to itself"},
      {R"({"properties": {"a": {"$ref": "#/definitions/b"}}, "definitions": {"b": {"allOf": [{"$ref": "#/definitions/b"}]}}})",
       "refers to itself"},
      {R"({"$ref": "#/definitions/absent"})", "points to nothing"},
      {R"({"required": "a"})", "required is not a list of texts"},
      {R"({"anyOf": []})", "expected a list of schemas"},
      {std::string(100'000, '['), "it is not JSON"},
  };
  for (auto const& one : cases) {
    auto const problems = check(one.schema, "a: 1\n");
    INFO(one.schema.substr(0, 200));
    CAPTURE(problems);
    REQUIRE(problems.size() == 1);
    CHECK(any_contains(problems, "the plugin sqlite publishes a schema that is not valid"));
    CHECK(any_contains(problems, one.expected));
  }
}

TEST_CASE("what only valijson understands is still refused, at its place") {
  auto const problems =
      check(R"({"properties": {"a": {"not": {"type": "integer"}}, "b": {"uniqueItems": true}}})", "a: 1\nb: [x, x]\n");
  CAPTURE(problems);
  REQUIRE(problems.size() == 2);
  CHECK(any_contains(problems, "c.yaml:1:4: a: found a value that the plugin's schema does not accept"));
  CHECK(any_contains(problems, "c.yaml:2:4: b: found a value that the plugin's schema does not accept"));
}

TEST_CASE("a long text is checked without matching it against regular expressions") {
  auto const text = std::string(1'000'000, 'a');
  CHECK(check(R"({"properties": {"a": {"type": "string", "pattern": "^(a|b)*$"}}})", "a: " + text + "\n").empty());
  CHECK(check(R"({"properties": {"a": {"type": "integer", "pattern": "^(a|b)*$"}}})", "a: " + text + "\n").size() == 1);
}
