#pragma once
// Rows that a sync no longer saw: counted, deleted or marked, per source and scope.

#include <oar/destination.hpp>

#include <string>
#include <string_view>

#include "plugins/postgresql/connection/connection.hpp"

namespace oar::postgresql {

// Whose rows, where, and what a mark says.
struct StalePlace {
  std::string const& schema;
  std::string_view source;
  std::int64_t sync_time_us = 0;
};

// Both: Errc::unsupported for a table without the columns that tell source, scope and time apart. Rows that are marked
// already count as gone when marking. A table that is missing has none.
Result<StaleCount> count_stale(Connection& connection, StalePlace const& place, Layout const& layout,
                               StaleRows const& rows);
// Within a transaction; count_only is not looked at.
Result<StaleCount> delete_stale(Connection& connection, StalePlace const& place, Layout const& layout,
                                StaleRows const& rows);

}  // namespace oar::postgresql
