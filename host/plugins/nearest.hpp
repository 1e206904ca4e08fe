#pragma once
// "Did you mean": the known names that are closest to a misspelt one.

#include <string>
#include <string_view>
#include <vector>

namespace oar::plugins {

// At most three, nearest first; none that differs in more than a third of its letters (but two slips are always
// allowed).
std::vector<std::string> nearest(std::string_view name, std::vector<std::string> const& known);

}  // namespace oar::plugins
