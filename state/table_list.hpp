#pragma once
// Names of tables as one column: a JSON array.

#include <string>
#include <vector>

#include "oar/result.hpp"

namespace oar::state {

std::string to_json(std::vector<std::string> const& tables);
Result<std::vector<std::string>> tables_from_json(std::string const& text);

}  // namespace oar::state
