#pragma once
// One route in this sync, from connecting its destination to closing it.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "host/sync/committer.hpp"
#include "host/sync/reader.hpp"

namespace oar::sync {

// One thread at a time.
struct RouteRun {
  SourceRun* source = nullptr;
  RouteIndex index = 0;
  Route route;
  DestinationEnd const* destination = nullptr;
  std::unique_ptr<Committer> committer;
  Memory memory;
  bool connected = false;
  Reader* reader = nullptr;  // NULL = takes no part
  // Rows that a table had in a scope before this sync, by table and scope.
  std::map<std::pair<std::string, std::string>, std::uint64_t> rows_before;
};

// Opens the writer, settles commits in doubt, and learns where the route stands.
Result<void> connect(Context& context, RouteRun& run);

// Everything that has to be done before the first row: tables migrated, what an unfinished sync left removed, rows
// counted. What concerns one table is told to the ledger; an error concerns the route.
Result<void> prepare(Context& context, RouteRun& run);

// What became of every split in this route, as statuses of its tables. No scan and no lane runs any more.
void judge(Context& context, RouteRun& run);

// The last transactions: stale rows, and forgetting the records of full splits. Then the writer is closed.
void finish(Context& context, RouteRun& run);

}  // namespace oar::sync
