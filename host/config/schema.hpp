#pragma once
// A plugin's JSON Schema (draft-07), read and found sound: to validate by it neither throws, recurses for ever nor
// divides by zero.

#include <boost/json/value.hpp>

#include <string_view>

#include "oar/result.hpp"

namespace oar::config {

namespace json = boost::json;

// The error says what is wrong with the schema. Accepted: an object or a boolean, at most 64 deep; `$schema` absent or
// draft-07; references that start with "#"; regular expressions of ECMAScript.
Result<json::value> parse_schema(std::string_view text);

// What a schema refers to, through chains of `$ref`; itself when it refers to nothing. Of a sound schema only.
json::value const& follow(json::value const& root, json::value const& schema);

// A keyword of a schema; null when the schema is a boolean or lacks it.
json::value const* keyword(json::value const& schema, std::string_view name);

}  // namespace oar::config
