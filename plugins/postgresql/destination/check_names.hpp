#pragma once
// Which tables cannot stand in a PostgreSQL schema under their own names.

#include <oar/table.hpp>

#include <cstddef>

namespace oar::postgresql {

inline constexpr std::size_t most_columns = 1600;  // MaxHeapAttributeNumber

// Errc::schema, with what to do about it.
Result<void> check_names(Table const& table);

}  // namespace oar::postgresql
