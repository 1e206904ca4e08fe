#pragma once
// Copies a table into one whose columns are wider, or may be NULL, where ALTER TABLE cannot.

#include <oar/destination.hpp>

#include <optional>
#include <string>
#include <vector>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/table_shape.hpp"

namespace oar::sqlite {

struct Rework {
  struct Column {
    std::string name;
    std::string declared;
    bool not_null = false;
    std::string value;     // from the table as it is
    std::string lossless;  // what each old value must pass, unless it is NULL; empty = nothing
  };
  std::vector<Column> columns;       // all of the table's, as they shall be
  std::vector<std::string> changed;  // the names of those that shall be different; empty = there is nothing to do
};

// Only safe changes: the others stand against the layout elsewhere.
Rework rework_of(TableShape const& table, Layout const& layout);

// Why it cannot be done: constraints that a copy would lose, or rows that do not fit.
Result<std::optional<std::string>> stands_against(Connection const& connection, TableShape const& table,
                                                  Rework const& rework);

// For one transaction; rows, indexes and triggers stay. Empty when there is nothing to do.
std::vector<std::string> rebuild(TableShape const& table, Rework const& rework);

}  // namespace oar::sqlite
