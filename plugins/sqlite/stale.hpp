#pragma once
// Rows that a sync no longer saw: counted, deleted or marked, per source and scope.

#include <oar/destination.hpp>

#include "plugins/sqlite/session.hpp"

namespace oar::sqlite {

// Both: Errc::unsupported for a table without the columns that tell source, scope and time apart. Rows that are marked
// already count as gone when marking.
Result<StaleCount> count_stale(Session const& session, Layout const& layout, StaleRows const& rows);
// Within a transaction; count_only is not looked at.
Result<StaleCount> delete_stale(Session const& session, Layout const& layout, StaleRows const& rows);

}  // namespace oar::sqlite
