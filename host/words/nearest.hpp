#pragma once
// "Did you mean": the known names that are closest to a misspelt one.

#include <string>
#include <string_view>
#include <vector>

namespace oar::words {

// At most three, nearest first, then in their own order; each once. None that differs in more than a third of what was
// typed (but two slips are always allowed), or in all of its letters. Case does not count, and two letters that changed
// places are one slip. What is longer than 64 bytes is no name.
std::vector<std::string> nearest(std::string_view typo, std::vector<std::string> const& known);

}  // namespace oar::words
