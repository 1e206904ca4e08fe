#pragma once
// A row that cannot be read, as JSON for the list of rejects.

#include <string>
#include <vector>

#include "plugins/postgresql/source/relation.hpp"

namespace oar::postgresql::source {

// Values that do not fit their columns are NULL in it.
std::string row_json(Relation const& relation, std::vector<std::size_t> const& columns,
                     std::span<RawValue const> values);

}  // namespace oar::postgresql::source
