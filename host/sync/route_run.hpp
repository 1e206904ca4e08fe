#pragma once
// One route in this sync, from connecting its destination to closing it.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "host/sync/committer.hpp"
#include "host/sync/reader.hpp"
#include "host/sync/resume.hpp"

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
  Anew anew;                 // of a resumed sync
  Scopes vanished;           // scopes that the source does not have any more; their rows are stale
  // Splits that are read again from the beginning, since a table of theirs is made anew without its rows.
  std::vector<std::string> read_again;
  std::set<std::string> lost;  // those tables
  // Rows that a table had in a scope before this sync, by table and scope.
  std::map<std::pair<std::string, std::string>, std::uint64_t> rows_before;

  bool takes_part() const { return connected && !committer->failed(); }
};

// Opens the writer, settles commits in doubt, and gives the records of the route as they are stored.
Result<std::vector<state::Cursor>> open_route(Context& context, RouteRun& run);
// The same, and the route learns from them where it stands.
Result<void> connect(Context& context, RouteRun& run);

// Tables that a forced migration is going to make anew without the rows that they have. Changes nothing.
Result<std::set<std::string>> lost_tables(Context& context, RouteRun& run);

// Forgets where the route stands in splits that these tables were read by, before the tables are made anew: a crash in
// between only reads again.
Result<void> forget_lost(Context& context, RouteRun& run, std::set<std::string> const& lost);

// After a migration that was to copy a table's rows and did not: its cursors are forgotten now, and the error says so.
Result<void> check_kept(Context& context, RouteRun& run, Layout const& layout);

// The destination becomes able to take every table. What fails is told to the ledger, and given up.
void migrate_tables(Context& context, RouteRun& run);

// Everything that has to be done before the first row: tables migrated, what an unfinished sync left removed, rows
// counted. What concerns one table is told to the ledger; an error concerns the route.
Result<void> prepare(Context& context, RouteRun& run);

// OAR_STALE_MARK where rows are marked.
std::uint32_t stale_flags(RouteRun const& run, std::string const& table);

// These splits are about to be read anew: what this sync wrote of them goes where it would double, and their records
// with it. No unit of theirs is in a lane.
Result<void> start_anew(Context& context, RouteRun& run, Anew const& anew);

// What became of every split in this route, as statuses of its tables. No scan and no lane runs any more.
void judge(Context& context, RouteRun& run);

// The last transactions: stale rows, and forgetting the records of full splits. Then the writer is closed.
void finish(Context& context, RouteRun& run);

}  // namespace oar::sync
