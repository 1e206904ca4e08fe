#pragma once
// Splits as plugins describe them, checked and copied; and asking a source for its plan.

#include <oar/abi/source.h>

#include "host/sync/plan.hpp"
#include "host/sync/split_run.hpp"
#include "oar/result.hpp"

namespace oar::sync {

// An error when it is malformed or speaks of tables that are not planned.
Result<Split> read_planned(oar_split const& raw, SourcePlan const& plan);

// What a source is asked: everything that `options` points to.
struct PlanRequest {
  std::string reader;
  std::uint32_t want_splits = 1;
  Memory const* memory = nullptr;
  oar_plan* bounds_of = nullptr;
};

struct Planned {
  oar_plan* plan = nullptr;  // the caller releases it
  std::vector<Split> splits;
};

Result<Planned> ask_for_plan(oar_plugin* plugin, oar_source const& source, SourcePlan const& tables,
                             PlanRequest const& request);

}  // namespace oar::sync
