#pragma once
// The words that messages share: the nearest name for a typo, lists of what is accepted, a value named without a
// secret.

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oar::config {

namespace json = boost::json;

// The candidate that a typo was probably meant to be: few edits away, counted with swapped neighbours as one.
std::optional<std::string> nearest(std::string_view typo, std::vector<std::string> const& candidates);

// "a, b or c"; long lists are cut: "a, b, ... (and 12 more)".
std::string listed(std::vector<std::string> const& names);

// `; did you mean "x"?` or nothing.
std::string did_you_mean(std::string_view typo, std::vector<std::string> const& candidates);

enum class Show { value, kind };

// `the text "many"`, `the number 5`, `a list`, `nothing`. Show::kind keeps the value to itself: `a text`.
std::string describe(json::value const& value, Show show);

// In double quotes, with control characters escaped; cut when very long.
std::string in_quotes(std::string_view text);

}  // namespace oar::config
