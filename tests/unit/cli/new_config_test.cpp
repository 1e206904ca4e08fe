// The configuration that `init` writes, from schemas.
#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "../config/memory_environment.hpp"
#include "host/cli/new_config.hpp"
#include "host/config/spec.hpp"

using namespace oar;
using namespace oar::cli;
using Catch::Contains;

namespace {

std::string const schema_text = R"({"type": "object", "additionalProperties": false,
  "required": ["url", "token", "mode", "tags", "limit"],
  "definitions": {"secret": {"type": "string", "writeOnly": true}},
  "properties": {
    "url": {"type": "string", "description": "Where it\nis"},
    "token": {"$ref": "#/definitions/secret"},
    "mode": {"enum": ["fast"]},
    "tags": {"type": "array", "items": {"type": "string"}, "examples": [["a", "b"]]},
    "limit": {"type": "integer", "default": 10},
    "region": {"type": "string", "enum": ["eu", "us"], "description": "Which"}}})";

}  // namespace

TEST_CASE("what a plugin needs is known, with what its schema suggests") {
  auto const needed = needed_settings(boost::json::parse(schema_text));
  REQUIRE(needed.size() == 5);
  CHECK(needed[0].name == "url");
  CHECK(needed[0].suggestion.empty());
  CHECK_FALSE(needed[0].secret);
  CHECK(needed[1].secret);
  CHECK(needed[2].suggestion == "\"fast\"");
  CHECK(needed[3].suggestion == "[\"a\",\"b\"]");
  CHECK(needed[4].suggestion == "10");
}

TEST_CASE("what was typed becomes YAML of the type that the schema wants") {
  auto const schema = boost::json::parse(schema_text);
  CHECK(*setting_as_yaml(schema, "url", "5") == "\"5\"");
  CHECK(*setting_as_yaml(schema, "url", "a: \"b\" # c") == "\"a: \\\"b\\\" # c\"");
  CHECK(*setting_as_yaml(schema, "limit", "5") == "5");
  CHECK(*setting_as_yaml(schema, "limit", "${LIMIT}") == "${LIMIT}");
  CHECK(*setting_as_yaml(schema, "limit", "5 # no: comment") == "\"5 # no: comment\"");
  CHECK(*setting_as_yaml(schema, "tags", "[\"x\"]") == "[\"x\"]");
  CHECK_FALSE(setting_as_yaml(schema, "tags", "x"));
}

TEST_CASE("a variable's name follows from the end and the setting") {
  CHECK(variable_for("my-api", "token") == "MY_API_TOKEN");
  CHECK(variable_for("9lives", "x.y") == "_9LIVES_X_Y");
}

TEST_CASE("the new configuration loads, with every setting in it or in a comment") {
  NewEnd source{.kind = config::Kind::source, .name = "api", .path = "api", .title = "plugin api 1.0.0"};
  source.schema = boost::json::parse(schema_text);
  source.settings = {
      {"url", "\"x\""}, {"token", "\"${API_TOKEN}\""}, {"mode", "\"fast\""}, {"tags", "[\"a\"]"}, {"limit", "10"}};
  NewEnd destination{.kind = config::Kind::destination, .name = "api", .path = "shelf", .title = "plugin shelf 1.0.0"};
  destination.schema = boost::json::parse("{}");
  auto const text = new_config(source, destination, "c.yaml");
  INFO(text);
  CHECK_THAT(text,
             Contains("# Where it is.\n    url: \"x\"\n") && Contains("# Which. One of eu, us.\n    # region: \"eu\""));
  config::MemoryEnvironment environment;
  environment.variables = {{"API_TOKEN", "12345"}};
  auto const loaded = config::load_text("c.yaml", text, environment);
  CHECK(config::lines(loaded.problems).empty());
  REQUIRE(loaded.config.sources.size() == 1);
  CHECK(config::check_spec("api", schema_text, loaded.config.sources[0].spec).empty());
}
