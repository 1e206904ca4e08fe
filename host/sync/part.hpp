#pragma once
// A part of what a configuration selects (`only_tables`): which tables take part, and what must not be torn apart.
// Pure.

#include <string>
#include <vector>

#include "host/config/model.hpp"
#include "host/sync/plan.hpp"
#include "host/sync/splits.hpp"

namespace oar::sync {

// Leaves the tables that a glob matches and their relatives, as the configuration's own patterns would; a family with
// an incremental table stays whole, since its tables share a cursor. The others become plan.left_out.
void keep_part(SourcePlan& plan, config::Source const& source, std::vector<std::string> const& globs);

// One sentence for each glob that matches none of the names.
std::vector<std::string> unmatched(std::vector<std::string> const& globs, std::vector<std::string> const& names);

// A cursor covers all tables that it was saved for: going on without one of them would pass over its rows.
Result<void> check_whole(std::vector<Split> const& splits, Memory const& memory, SourcePlan const& plan);

// The first table of the record that the part leaves out although it has others of them; empty: none.
std::string torn(std::vector<std::string> const& tables, SourcePlan const& plan);

}  // namespace oar::sync
