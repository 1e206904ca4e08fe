// The schema of a whole configuration agrees with what `validate` says of the same file.
#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "../config/memory_environment.hpp"
#include "host/config/config_schema.hpp"
#include "host/config/field_schemas.hpp"
#include "host/config/schema.hpp"
#include "host/config/spec.hpp"
#include "host/config/validate.hpp"

using namespace oar::config;

namespace {

// A source with a required setting, a reference, a choice and a secret; a destination that needs nothing.
std::vector<PluginSpec> const plugins = {
    {Kind::source, "apis", R"({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
       "additionalProperties": false, "required": ["token"],
       "definitions": {"region": {"type": "string", "enum": ["eu", "us"]}},
       "properties": {"token": {"type": "string", "writeOnly": true}, "pages": {"type": "integer", "minimum": 1},
                      "region": {"$ref": "#/definitions/region"}, "verbose": {"type": ["boolean", "null"]},
                      "at": {"oneOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer"}]}}})"},
    {Kind::destination, "shelf", R"({"type": "object", "additionalProperties": false,
       "properties": {"path": {"type": "string", "default": "x"}}})"},
    {Kind::destination, "bare", ""},
};

std::string const good_source =
    R"({"kind": "source", "spec": {"name": "apis", "tables": ["*"], "destinations": ["out"], "spec": {"token": "t"}}})";
std::string const good_destination = R"({"kind": "destination", "spec": {"name": "out", "path": "shelf"}})";

// As `validate` decides: the files, then each end's settings against its plugin's schema.
bool validates(std::string const& file) {
  MemoryEnvironment environment;
  environment.variables = {{"NUMBER", "7"}, {"WORD", "eu"}};
  auto const loaded = load_text("c.json", file, environment);
  bool valid = loaded.ok();
  auto const check = [&](Kind kind, auto const& end) {
    auto const plugin = std::find_if(plugins.begin(), plugins.end(), [&](PluginSpec const& each) {
      return each.kind == kind && each.name == end.path;
    });
    bool const library = end.path.find('/') != std::string::npos;
    valid = valid && (library || plugin != plugins.end());
    if (plugin != plugins.end()) valid = valid && !has_errors(check_spec(plugin->name, plugin->schema, end.spec));
  };
  for (auto const& source : loaded.config.sources) check(Kind::source, source);
  for (auto const& destination : loaded.config.destinations) check(Kind::destination, destination);
  return valid;
}

bool fits_schema(json::value const& schema, std::string const& file) {
  auto const verdict = validate(schema, json::parse(file));
  if (!verdict) FAIL(verdict.error().message());
  return verdict->valid;
}

std::string source_with(std::string const& fields) {
  return R"({"kind": "source", "spec": {"name": "apis", "tables": ["*"], "destinations": ["out"], )" + fields + "}}";
}

std::string destination_with(std::string const& fields) {
  return R"({"kind": "destination", "spec": {"name": "out", "path": "shelf", )" + fields + "}}";
}

}  // namespace

TEST_CASE("the schema of a configuration accepts and refuses what validate does") {
  auto const built = config_schema(plugins);
  CHECK(built.faults.empty());
  auto const sound = parse_schema(json::serialize(built.schema));
  if (!sound) FAIL(sound.error().message());

  struct Case {
    std::string document;
    bool valid;
  };
  std::vector<Case> const cases = {
      {good_source, true},
      {good_destination, true},
      {destination_with(R"("spec": {"path": "y"}, "write_mode": "append", "max_rejects": 5)"), true},
      {destination_with(R"("spec": null, "write_mode": null)"), true},
      {destination_with(R"("spec": {"pth": "y"})"), false},
      {destination_with(R"("write_mode": "merge")"), false},
      {destination_with(R"("max_delete_percent": 101)"), false},
      {destination_with(R"("max_delete_percent": "50")"), false},
      {destination_with(R"("colum_prefix": "x_")"), false},
      {destination_with(R"("column_prefix": "9x")"), false},
      {destination_with(R"("column_prefix": "")"), false},
      {destination_with(R"("registry": "local")"), true},
      {destination_with(R"("registry": "docker")"), false},
      {destination_with(R"("provenance": "none")"), false},
      {destination_with(R"("provenance": "none", "write_mode": "overwrite-delete-stale")"), false},
      {destination_with(R"("provenance": "none", "write_mode": "overwrite")"), true},
      {R"({"kind": "destination", "spec": {"name": "out", "path": "bare", "spec": {"anything": [1]}}})", true},
      {R"({"kind": "destination", "spec": {"name": "out", "path": "./my.so", "spec": {"anything": 1}}})", true},
      {R"({"kind": "destination", "spec": {"name": "out", "path": "shelv"}})", false},
      {R"({"kind": "destination", "spec": {"name": "out"}})", false},
      {R"({"kind": "destination", "spec": {"name": "o t", "path": "shelf"}})", false},
      {R"({"kind": "destination", "spec": {"path": "shelf"}})", false},
      {R"({"kind": "transformer", "spec": {"name": "out"}})", false},
      {R"({"kind": "destination"})", false},
      {R"({"kind": "destination", "spec": {"name": "out", "path": "shelf"}, "extra": 1})", false},
      {source_with(R"("spec": {})"), false},
      {source_with(R"("skip_tables": [])"), false},  // its token is missing
      {source_with(R"("spec": {"token": "t", "pages": 0})"), false},
      {source_with(R"("spec": {"token": "t", "region": "${WORD}", "at": "5", "verbose": null})"), true},
      {source_with(R"("spec": {"token": "t", "region": "asia"})"), false},
      {source_with(R"("spec": {"token": 5})"), false},
      {source_with(R"("spec": {"token": "t"}, "skip_dependent_tables": "no")"), false},
      {source_with(R"("spec": {"token": "t"}, "table_options": [{"tables": "*", "read_mode": "full",
                      "primary_key": []}])"),
       true},
      {source_with(R"("spec": {"token": "t"}, "table_options": [{"read_mode": "full"}])"), false},
      {source_with(R"("spec": {"token": "t"}, "table_options": [{"tables": "*", "read_mode": "all"}])"), false},
      {R"({"kind": "source", "spec": {"name": "s", "path": "apis", "tables": [], "destinations": ["out"],
           "spec": {"token": "t"}}})",
       false},
      {R"({"kind": "source", "spec": {"name": "s", "path": "apis", "tables": "*", "destinations": ["out"],
           "spec": {"token": "t"}}})",
       false},
      {R"({"kind": "source", "spec": {"name": "s", "path": "apis", "tables": ["*"],
           "destinations": ["out", "out"], "spec": {"token": "t"}}})",
       false},
      {R"({"kind": "source", "spec": {"name": "s", "path": "apis", "destinations": ["out"],
           "spec": {"token": "t"}}})",
       false},
  };
  for (auto const& [document, valid] : cases) {
    INFO(document);
    bool const is_source = document.find("\"source\"") != std::string::npos;
    auto const file = "[" + document + "," + (is_source ? good_destination : good_source) + "]";
    CHECK(validates(file) == valid);
    CHECK(fits_schema(*sound, file) == valid);
    CHECK(fits_schema(*sound, document) == valid);
  }
}

TEST_CASE("the schema accepts a ${...} where YAML types it anew") {
  auto const built = config_schema(plugins);
  std::string const yaml =
      "kind: source\nspec:\n  name: apis\n  tables: ['*']\n  destinations: [out]\n  spec:\n    token: t\n"
      "    pages: ${NUMBER}\n    verbose: ${FLAG:-true}\n---\nkind: destination\nspec:\n  name: out\n  path: shelf\n"
      "  max_delete_percent: ${NUMBER}\n";
  MemoryEnvironment environment;
  environment.variables = {{"NUMBER", "7"}};
  auto const loaded = load_text("c.yaml", yaml, environment);
  REQUIRE(loaded.ok());
  CHECK(check_spec("apis", plugins[0].schema, loaded.config.sources[0].spec).empty());
  CHECK(fits_schema(built.schema,
                    source_with(R"("spec": {"token": "t", "pages": "${NUMBER}", "verbose": "${FLAG:-true}"})")));
  CHECK(fits_schema(built.schema, destination_with(R"("max_delete_percent": "${NUMBER}")")));
}

TEST_CASE("every field that a document may have is described in the schema") {
  auto const check = [](std::string const& kind, std::vector<FieldSchema> const& fields) {
    for (auto const& field : fields) {
      INFO(kind + "/" + std::string(field.name));
      auto const* text = field_text(kind + "/" + std::string(field.name));
      REQUIRE(text != nullptr);
      CHECK_FALSE(text->sentence.empty());
    }
  };
  check("source", source_field_schemas());
  check("destination", destination_field_schemas());
  check("table_option", table_option_field_schemas());
}

TEST_CASE("a plugin with a broken schema is told, and its settings are not checked") {
  auto const built = config_schema({{Kind::source, "odd", R"({"type": 5})"}});
  REQUIRE(built.faults.size() == 1);
  CHECK(built.faults.front().find("plugin odd") == 0);
  CHECK(fits_schema(built.schema, R"({"kind": "source", "spec": {"name": "odd", "tables": ["*"], "destinations": ["o"],
                                      "spec": {"x": 1}}})"));
}
