#pragma once
// Is a text a JSON Schema, and does a value fit it? Draft-07.
// Source: https://json-schema.org/draft-07/json-schema-validation

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace conformance {

// Why the value is no schema of draft-07; nothing = it is one.
std::optional<std::string> schema_fault(boost::json::value const& schema);

// Why the value does not fit the schema, which is one; nothing = it fits.
std::optional<std::string> misfit(boost::json::value const& schema, boost::json::value const& value);

}  // namespace conformance
