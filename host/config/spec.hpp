#pragma once
// Checks a plugin's own settings against the JSON Schema that the plugin publishes.

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "host/config/located.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

// Everything that is wrong with the settings; empty when they are valid. The schema is draft-07 (or names no `$schema`,
// or is empty: then there is nothing to check); a schema that is not valid is reported as the plugin's fault, by name.
// No message holds a value whose schema is `"writeOnly": true`, or one that came out of ${...}. Never throws.
std::vector<Problem> check_spec(std::string_view plugin_name, std::string_view schema_text, Located const& spec);

// The texts of all members that the schema marks `"writeOnly": true`, for redaction. Without a usable schema: of all
// members, since any could be one.
std::vector<std::string> secret_values(std::string_view schema_text, json::value const& spec);

}  // namespace oar::config
