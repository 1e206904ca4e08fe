#pragma once
// What is known of a running sync: counts, errors and warnings go in from every thread, the summary comes out.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/sync/events.hpp"
#include "host/sync/plan.hpp"
#include "host/sync/summary.hpp"

namespace oar::sync {

using RouteIndex = std::size_t;

// [any thread] throughout. Events are told outside of the lock.
class Ledger {
 public:
  explicit Ledger(Events& events) : events_{events} {}

  RouteIndex add_route(Route const& route);
  void add_table(RouteIndex route, std::string const& table, Read read);
  void note(RouteIndex route, std::string const& note);
  void resumed(RouteIndex route, std::uint64_t splits, std::int64_t latest_us);
  void removed(RouteIndex route, std::uint64_t rows);

  void read(std::string_view source, std::string const& table, Counts const& more);
  void written(RouteIndex route, std::map<std::string, Counts> const& more);
  void rejected(RouteIndex route, std::string const& table, std::uint64_t rows);
  // How many rows were rejected so far.
  std::uint64_t rejects(RouteIndex route, std::string const& table) const;

  void warn(Warning const& warning);
  void log(LogLine const& line);
  void retrying(std::string_view what, int attempt, std::int64_t after_ms, Error const& why);

  // The table's status is failed from here on. The same words twice count once.
  void table_failed(RouteIndex route, std::string const& table, Error const& why);
  // Something was held back: partial.
  void table_held(RouteIndex route, std::string const& table, std::string const& why);
  void interrupted();
  void table_interrupted(RouteIndex route, std::string const& table);
  void route_failed(RouteIndex route, Error const& why);
  // Before the first row: no table of it was read.
  void route_failed_early(RouteIndex route, Error const& why);
  // The route takes no part, because one of its ends failed; that end is in the summary by itself.
  void route_never_started(RouteIndex route, std::string const& why);
  // The route takes no part, and is not in the summary.
  void route_not_asked_for(RouteIndex route);
  void source_failed(std::string const& source, Error const& why, bool before_any_row);
  void destination_failed(std::string const& destination, Error const& why, bool before_any_row);
  void refuse(std::string const& why);
  // Of the host or its state file. The first one stays.
  void fault(Error const& why);
  // Nothing of the route has failed, was held back or rejected so far.
  bool whole(RouteIndex route) const;
  bool faulted() const;
  bool refused() const;

  // Derives the status of every route. Call when nothing runs any more.
  Summary finish();

  Events& events() { return events_; }

 private:
  TableSummary* find(RouteIndex route, std::string const& table);

  Events& events_;

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  Summary summary_;
  std::set<RouteIndex> failed_routes_;
  std::set<RouteIndex> not_asked_for_;
  std::map<std::pair<std::string, std::string>, Counts> read_;  // by source and table
};

}  // namespace oar::sync
