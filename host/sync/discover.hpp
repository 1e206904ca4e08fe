#pragma once
// Asks a source for the tables it offers.

#include <vector>

#include "host/sync/engine.hpp"
#include "host/sync/rows/table_info.hpp"

namespace oar::sync {

// The whole catalog, checked: no two tables of one name, every parent is there.
Result<std::vector<TableInfo>> discover(SourceEnd const& source);

}  // namespace oar::sync
