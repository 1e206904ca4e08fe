#pragma once
// The JSON in a table's metadata.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/contract/misbehaved.hpp"
#include "host/sync/rows/arrow_owner.hpp"
#include "oar/result.hpp"

namespace oar::sync {

using contract::misbehaved;

// ["a","b"] or absent.
Result<std::vector<std::string>> json_names(Metadata const& metadata, std::string_view key);
// {"a":"b"} or absent, in the order of the text.
Result<std::vector<std::pair<std::string, std::string>>> json_pairs(Metadata const& metadata, std::string_view key);

}  // namespace oar::sync
