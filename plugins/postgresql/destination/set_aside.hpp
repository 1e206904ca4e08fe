#pragma once
// Forced migrations: a table is renamed to _oar_old_<n>_<name> and made anew, with its rows where none is lost by it.

#include <oar/destination.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/table_shape.hpp"

namespace oar::postgresql {

struct Migration {
  std::vector<std::string> statements;  // for one transaction
  Replacement replaced = {};
};

// Changes nothing. Errc::schema where it would take rows of other sources away, which nobody would read again.
Result<Migration> set_aside(Connection& connection, std::string const& schema, TableShape const& table,
                            Layout const& layout, std::string why, std::string_view source);

// What was set aside of these tables for this source, and whose rows are not only there.
Result<std::vector<std::string>> list_set_aside(Connection& connection, std::string const& schema,
                                                std::string_view source, std::vector<std::string> const& tables);
// Within a transaction.
Result<void> drop_set_aside(Connection& connection, std::string const& schema, std::string const& kept_as);

}  // namespace oar::postgresql
