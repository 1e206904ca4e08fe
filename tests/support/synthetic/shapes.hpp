#pragma once
// The columns of each shape, and the row that belongs to an id: the same one in every sync.

#include "config.hpp"

#include <oar/rows.hpp>
#include <oar/table.hpp>

namespace synthetic {

// The root table of a configured one.
oar::Table root_table(TableConfig const& config);
// Its child, <name>_items.
oar::Table child_table(TableConfig const& config);

// The root table once its shape has changed: with the column `added`.
oar::Table changed_table(TableConfig const& config);

void add_row(oar::Rows& rows, TableConfig const& config, std::int64_t id);
void add_child(oar::Rows& rows, std::int64_t parent, std::int64_t number);

}  // namespace synthetic
