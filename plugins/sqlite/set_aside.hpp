#pragma once
// Forced migrations: a table is renamed to _oar_old_<n>_<name> and made anew, with its rows where none is lost by it.

#include <oar/destination.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/table_shape.hpp"

namespace oar::sqlite {

struct Migration {
  std::vector<std::string> statements;  // for one transaction
  Replacement replaced = {};
};

// Changes nothing. Errc::schema where it would take rows of other sources away, which nobody would read again.
Result<Migration> set_aside(Connection const& connection, TableShape const& table, Layout const& layout,
                            std::string why, std::string_view source);

// In a transaction: drops what was set aside of these tables for this source, and returns the names. Tables whose rows
// are nowhere else are not among them.
Result<std::vector<std::string>> drop_set_aside(Connection const& connection, std::string_view source,
                                                std::vector<std::string> const& tables);

}  // namespace oar::sqlite
