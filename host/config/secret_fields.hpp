#pragma once
// Which members of a plugin's settings its schema marks `"writeOnly": true`.

#include <boost/json/value.hpp>

#include <set>
#include <string>

namespace oar::config {

namespace json = boost::json;

// JSON pointers into the value, outermost ones only. A member that any branch of the schema marks is one. Sound schemas
// only.
std::set<std::string> secret_pointers(json::value const& schema, json::value const& value);

bool is_secret(std::set<std::string> const& secrets, std::string pointer);

}  // namespace oar::config
