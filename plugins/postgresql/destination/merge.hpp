#pragma once
// Rows of a temporary table into the one they are for.

#include <oar/destination.hpp>

#include <cstdint>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/layout_plan.hpp"
#include "plugins/postgresql/destination/store.hpp"

namespace oar::postgresql {

// Rows of the stage by their numbers, from begin up to but without end.
struct Numbers {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

// Within a transaction that has a savepoint `oarlock`. Of equal keys the last one wins.
Result<void> merge(Connection& connection, Store& store, LayoutPlan const& plan, Numbers rows);

}  // namespace oar::postgresql
