#include "json_schema_check.hpp"

#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <exception>

namespace conformance {
namespace {

namespace json = boost::json;

// What draft-07 says of a schema's own words, as a schema. Other words are annotations.
constexpr char schema_of_schemas[] = R"({
  "definitions": {
    "schema": {
      "type": ["object", "boolean"],
      "properties": {
        "$schema": {"const": "http://json-schema.org/draft-07/schema#"},
        "$ref": {"type": "string"}, "$id": {"type": "string"}, "$comment": {"type": "string"},
        "title": {"type": "string"}, "description": {"type": "string"},
        "readOnly": {"type": "boolean"}, "writeOnly": {"type": "boolean"}, "examples": {"type": "array"},
        "multipleOf": {"type": "number", "exclusiveMinimum": 0},
        "maximum": {"type": "number"}, "exclusiveMaximum": {"type": "number"},
        "minimum": {"type": "number"}, "exclusiveMinimum": {"type": "number"},
        "maxLength": {"$ref": "#/definitions/count"}, "minLength": {"$ref": "#/definitions/count"},
        "pattern": {"type": "string"}, "format": {"type": "string"},
        "items": {"anyOf": [{"$ref": "#/definitions/schema"}, {"$ref": "#/definitions/schemas"}]},
        "additionalItems": {"$ref": "#/definitions/schema"}, "contains": {"$ref": "#/definitions/schema"},
        "maxItems": {"$ref": "#/definitions/count"}, "minItems": {"$ref": "#/definitions/count"},
        "uniqueItems": {"type": "boolean"},
        "maxProperties": {"$ref": "#/definitions/count"}, "minProperties": {"$ref": "#/definitions/count"},
        "required": {"$ref": "#/definitions/names"},
        "properties": {"$ref": "#/definitions/named"}, "patternProperties": {"$ref": "#/definitions/named"},
        "definitions": {"$ref": "#/definitions/named"},
        "additionalProperties": {"$ref": "#/definitions/schema"}, "propertyNames": {"$ref": "#/definitions/schema"},
        "dependencies": {"type": "object", "additionalProperties": {
          "anyOf": [{"$ref": "#/definitions/schema"}, {"$ref": "#/definitions/names"}]}},
        "enum": {"type": "array"},
        "type": {"anyOf": [{"$ref": "#/definitions/type"},
                           {"type": "array", "items": {"$ref": "#/definitions/type"}, "minItems": 1, "uniqueItems": true}]},
        "contentMediaType": {"type": "string"}, "contentEncoding": {"type": "string"},
        "if": {"$ref": "#/definitions/schema"}, "then": {"$ref": "#/definitions/schema"},
        "else": {"$ref": "#/definitions/schema"}, "not": {"$ref": "#/definitions/schema"},
        "allOf": {"$ref": "#/definitions/schemas"}, "anyOf": {"$ref": "#/definitions/schemas"},
        "oneOf": {"$ref": "#/definitions/schemas"}
      }
    },
    "schemas": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/schema"}},
    "named": {"type": "object", "additionalProperties": {"$ref": "#/definitions/schema"}},
    "names": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
    "count": {"type": "integer", "minimum": 0},
    "type": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]}
  },
  "$ref": "#/definitions/schema"
})";

// The adapter knows int64 and double only.
json::value with_known_numbers(json::value const& value) {
  if (auto const* list = value.if_array()) {
    json::array out;
    for (auto const& one : *list) out.push_back(with_known_numbers(one));
    return out;
  }
  if (auto const* object = value.if_object()) {
    json::object out;
    for (auto const& one : *object) out.emplace(one.key(), with_known_numbers(one.value()));
    return out;
  }
  if (!value.is_uint64()) return json::value(value);
  if (value.get_uint64() <= INT64_MAX) return static_cast<std::int64_t>(value.get_uint64());
  return static_cast<double>(value.get_uint64());
}

std::optional<std::string> validate(json::value const& schema_text, json::value const& value_text) {
  auto const schema_value = with_known_numbers(schema_text);
  auto const value = with_known_numbers(value_text);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter{schema_value}, schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (validator.validate(schema, valijson::adapters::BoostJsonAdapter{value}, &results)) return std::nullopt;
  valijson::ValidationResults::Error error;
  std::string deepest = "it does not fit";
  while (results.popError(error)) {
    deepest.clear();
    for (auto const& step : error.context) deepest += step;
    deepest += ": " + error.description;
  }
  return deepest;
}

}  // namespace

std::optional<std::string> misfit(json::value const& schema, json::value const& value) {
  try {
    return validate(schema, value);
  } catch (std::exception const& fault) {
    return std::string{"the schema cannot be used: "} + fault.what();
  }
}

std::optional<std::string> schema_fault(json::value const& schema) {
  if (auto fault = misfit(json::parse(schema_of_schemas), schema)) return fault;
  try {
    valijson::Schema parsed;
    valijson::SchemaParser parser;
    auto const known = with_known_numbers(schema);
    parser.populateSchema(valijson::adapters::BoostJsonAdapter{known}, parsed);
  } catch (std::exception const& fault) {
    return fault.what();
  }
  return std::nullopt;
}

}  // namespace conformance
