#pragma once
// Names as a sentence lists them.

#include <set>
#include <string>

namespace oar::words {

// 'one', 'two'
std::string quoted(std::set<std::string> const& names);

}  // namespace oar::words
