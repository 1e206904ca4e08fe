#pragma once
// Copies a table into one whose columns have another affinity, where ALTER TABLE cannot.

#include <oar/table.hpp>

#include <string>
#include <vector>

#include "plugins/sqlite/table_shape.hpp"

namespace oar::sqlite {

// The columns of `wanted` that the table has with an affinity that could not keep their values.
std::vector<std::string> columns_to_rebuild(TableShape const& table, Table const& wanted);

// Statements for one transaction; its rows, indexes and triggers stay. Empty when there is nothing to do; Errc::schema
// for a table with constraints that would be lost.
Result<std::vector<std::string>> rebuild(TableShape const& table, Table const& wanted);

}  // namespace oar::sqlite
