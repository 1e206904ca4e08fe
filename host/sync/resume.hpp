#pragma once
// What an interrupted sync left to do: decided from the plan and from what is durable, before anything is read. Pure.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "host/sync/plan.hpp"
#include "host/sync/split.hpp"

namespace oar::sync {

using TableScope = std::pair<std::string, std::string>;

// What has to be read anew, because a part of it is there and where it ends is not known.
struct Anew {
  std::set<TableScope> places;   // rows of the sync's time in them are removed where they would double
  std::set<std::string> splits;  // whose records are forgotten
};

// Splits that share a table and scope with one that is read anew are read anew with it: rows know their table, scope
// and time, not their split.
void close_over(std::vector<Split> const& splits, Anew& anew);

// Marks the planned splits as finished or to be gone on with, adds finished ones that are not planned again, and says
// what is read anew. memory.resumed is the sync.
Anew resume(std::vector<Split>& planned, Memory const& memory);

}  // namespace oar::sync
