#pragma once
// The statements that make a table able to take a layout, and whether that is safe.

#include <oar/destination.hpp>

#include <string>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"

namespace oar::postgresql {

enum class Unsafe {
  refuse,    // Errc::schema, naming the change
  set_aside  // the table that exists is renamed to _oar_old_<n>_<name>, and made anew
};

// Changes nothing. Empty when the table is able already.
Result<std::vector<std::string>> plan_migration(Connection& connection, std::string const& schema, Layout const& layout,
                                                Unsafe unsafe);

// The key that rows of this layout are merged by; empty = rows are only added.
std::vector<std::string> merge_key(Layout const& layout);

}  // namespace oar::postgresql
