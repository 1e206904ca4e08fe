#pragma once
// What a schema accepts, in words: "a text", "a whole number or nothing", `"fast" or "safe"`.

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oar::config {

namespace json = boost::json;

// Empty when there is nothing short to say. The schema is sound.
std::string accepted_by(json::value const& root, json::value const& schema);

// The names of a `type` keyword, in words: "a text or a list".
std::string types_in_words(json::value const& type);

// The texts and numbers of an `enum`, as they would be written.
std::vector<std::string> choices(json::value const& values);

}  // namespace oar::config
