#pragma once
// A schema of values as one of what is written for them: wherever a scalar may stand, a ${...} may stand instead. Pure.

#include <boost/json/value.hpp>

namespace oar::config {

namespace json = boost::json;

enum class Null { refused, accepted };

// For a value's schema. Descriptions and defaults stay outermost, where editors look for them.
json::value as_written(json::value const& schema, Null null = Null::refused);

// {"type": "string", "pattern": ...}: a text with a ${...} in it.
json::object substitution();

}  // namespace oar::config
