#pragma once
// Tables that were added to a split which has a cursor already: the cursor does not speak of their older rows, so the
// split is read again from its beginning. Pure.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/sync/plan.hpp"
#include "host/sync/split.hpp"

namespace oar::sync {

// By split id: tables of incremental splits that the cursors they would go on from were saved without.
using Uncovered = std::map<std::string, std::set<std::string>>;
Uncovered uncovered_tables(std::vector<Split> const& splits, Memory const& memory);

// What is remembered when these splits begin again: nothing of them.
Memory without(Memory const& memory, Uncovered const& again);

// Why a route cannot read them again: rows that it appends would be doubled. Nothing: it can.
std::optional<std::string> doubled_by(Uncovered const& again, std::vector<Split> const& splits, RoutePlan const& route);

// What the user is told of one of them.
std::string told(std::string const& split, std::set<std::string> const& tables);

}  // namespace oar::sync
