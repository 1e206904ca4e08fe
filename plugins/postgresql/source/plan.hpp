#pragma once
// How the selected tables are divided into splits, in one snapshot.

#include <oar/source.hpp>

#include "plugins/postgresql/source/relation.hpp"
#include "plugins/postgresql/source/snapshot.hpp"

namespace oar::postgresql::source {

struct Planning {
  Snapshot& snapshot;
  Relations const& relations;
  SourceConfig const& config;
  std::string scope;
  Host host;
};

Result<std::vector<Split>> plan_splits(Planning const& planning, PlanRequest const& request);

}  // namespace oar::postgresql::source
