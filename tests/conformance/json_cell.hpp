#pragma once
// JSON values as text that differs exactly when they do: 1e2 and 100 are one number, 0.10 and 0.1 too.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace conformance {

// Nothing: the text is no JSON.
std::optional<std::string> canonical_json(std::string_view text);

// The members of an object, each canonical. Nothing: no JSON object.
std::optional<std::map<std::string, std::string>> members_of_json(std::string_view text);

}  // namespace conformance
