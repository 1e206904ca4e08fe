#pragma once
// Forgetting where splits stand: in the destination's own record where it keeps one, and in the state file.

#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "host/sync/route_run.hpp"

namespace oar::sync {

// Where one route stands, as its destination says, or the state file where that keeps no record.
struct RouteStand {
  Route route;
  std::vector<state::Cursor> records;  // of splits, unread: what cannot be read can be forgotten
  std::string error;                   // why they are not known; empty = they are
};

// One at a time, with the state file locked. Writers are open as long as it lives.
class Reset {
 public:
  // Everything that is handed in outlives it.
  Reset(Job const& job, state::StateFile& state, Events& events, std::stop_token stop);

  // Opens every route's writer, and settles commits in doubt.
  std::vector<RouteStand> look();
  // In one transaction of the destination. Whole::yes: also what the route remembers beside its cursors, and its
  // plugins.
  enum class Whole { no, yes };
  Result<void> forget(Route const& route, std::vector<std::string> const& splits, Whole whole);

 private:
  RouteRun* find(Route const& route);

  Ledger ledger_;
  Context context_;
  std::deque<SourceRun> sources_;
  std::deque<RouteRun> routes_;
};

}  // namespace oar::sync
