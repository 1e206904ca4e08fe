#pragma once
// The statements that make a table able to take a layout, and whether that is safe.

#include <oar/destination.hpp>

#include <string>
#include <string_view>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/set_aside.hpp"

namespace oar::postgresql {

enum class Unsafe {
  refuse,    // Errc::schema, naming the change
  set_aside  // see set_aside.hpp
};

// Changes nothing. Without statements when the table is able already. `source` is whose rows the writer writes.
Result<Migration> plan_migration(Connection& connection, std::string const& schema, Layout const& layout, Unsafe unsafe,
                                 std::string_view source);

}  // namespace oar::postgresql
