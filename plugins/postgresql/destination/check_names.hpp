#pragma once
// Which tables cannot stand in a PostgreSQL schema under their own names.

#include <oar/table.hpp>

namespace oar::postgresql {

// Errc::schema, with what to do about it.
Result<void> check_names(Table const& table);

}  // namespace oar::postgresql
