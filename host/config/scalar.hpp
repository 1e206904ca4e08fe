#pragma once
// The type of a plain YAML scalar: null, true or false, an integer, a float, else text.

#include <boost/json/value.hpp>

#include <string_view>

namespace oar::config {

namespace json = boost::json;

// As YAML 1.2's core schema, but a number that would lose a digit stays text: 007, 123456789012345678901234567890.
// Dates, yes, no, on and off are text; so are .inf and .nan, which JSON does not know.
json::value typed_scalar(std::string_view text);

}  // namespace oar::config
