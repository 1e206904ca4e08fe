#pragma once
// The statements that make a table able to take a layout, and whether that is safe.

#include <oar/destination.hpp>

#include <string_view>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/set_aside.hpp"

namespace oar::sqlite {

enum class Unsafe {
  refuse,    // Errc::schema, naming the change
  set_aside  // see set_aside.hpp
};

// Changes nothing. Without statements when the table is able already. `source` is whose rows the writer writes.
Result<Migration> plan_migration(Connection const& connection, Layout const& layout, Unsafe unsafe,
                                 std::string_view source);

}  // namespace oar::sqlite
