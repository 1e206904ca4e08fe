#pragma once
// What a sync is going to do, decided before anything is written. Pure: the configuration, the offered tables and what
// the destinations can do in; tables, write modes and refusals out.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/config/model.hpp"
#include "host/sync/envelope.hpp"
#include "host/sync/route_record.hpp"
#include "host/sync/rows/table_info.hpp"

namespace oar::sync {

// One selected table as it will be read.
struct TablePlan {
  TableInfo info;  // columns and key as the options want them
  Read read = Read::full;
  std::vector<std::string> columns = {};  // what the source is asked for; empty = all
  std::string filter_json = {};           // empty = none
};

struct SourcePlan {
  std::vector<TablePlan> tables;
  std::vector<std::string> errors;
  std::vector<std::string> left_out = {};  // selected, but not in the part that was asked for

  TablePlan const* table(std::string_view name) const;
};

// How a route writes one table.
struct TableWrite {
  std::string table;
  bool append = false;   // no key at the destination
  bool stale = false;    // older rows go in a last transaction, once a scope was read to its end
  bool mark = false;     // they are marked instead
  bool replace = false;  // a table without a key: older rows go always, the brake does not hold them
};

struct RoutePlan {
  std::vector<TableWrite> tables;   // one per table of the source's plan, in its order
  std::vector<std::string> errors;  // refused before the first row
  std::vector<std::string> notes;   // what the user may not expect
};

// `offered` is the source's whole catalog.
SourcePlan plan_source(config::Source const& source, std::vector<TableInfo> const& offered);

// capabilities: OAR_CAP_... of the opened writer; nothing when it could not be opened.
RoutePlan plan_route(config::Source const& source, config::Destination const& destination, SourcePlan const& tables,
                     std::optional<std::uint32_t> capabilities);

// What is durable of a route.
struct Memory {
  std::map<std::string, OpenCursor> cursors;  // by split id: where the splits stand, found and unfinished ones too
  RouteRecord record;
  std::string resumed;  // the interrupted sync that this one completes; empty = none

  bool is_resumed(Envelope const& left) const {
    return !resumed.empty() && left.read == Read::full && left.sync_id == resumed;
  }
  // The resumed sync has settled all of its full tables here.
  bool is_complete() const { return !resumed.empty() && record.finished == resumed; }
  // Whether reading begins from this record. What other syncs left of full tables is no place to begin from.
  bool counts(Envelope const& left) const { return left.read == Read::incremental || is_resumed(left); }
};

// Routes of one source that stand at the same place: their cursors are byte-equal, by their index: they share plan and
// scans. In the order of the first of each group.
std::vector<std::vector<std::size_t>> group_routes(std::vector<Memory const*> const& routes);

}  // namespace oar::sync
