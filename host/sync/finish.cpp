// A route's last transactions: stale rows go, the records of full splits are forgotten.

#include <algorithm>

#include "host/sync/kill_point.hpp"
#include "host/sync/route_run.hpp"

namespace oar::sync {
namespace {

constexpr std::uint64_t brake_from_rows = 100;

// Tables and scopes of this route's full splits, and whether each is complete: read to its end, without an error,
// durable.
std::map<TableScope, bool> completeness(RouteRun const& run) {
  std::map<TableScope, bool> complete;
  std::size_t const lane = run.committer->lane();
  for (SplitRun const& split : run.reader->splits) {
    std::set<std::string> const failed = split.failed_tables();
    for (std::string const& table : split.split().tables) {
      bool const clean = split.split().read == Read::full && split.durable_to_end(lane) && !split.error() &&
                         !failed.contains(table) && !run.committer->gave_up(table);
      auto const [place, fresh] = complete.emplace(TableScope{table, split.split().scope}, clean);
      if (!fresh) place->second = place->second && clean;
    }
  }
  for (auto const& [table, scopes] : run.vanished) {
    for (std::string const& scope : scopes) complete[{table, scope}] = !run.committer->gave_up(table);
  }
  return complete;
}

struct StaleTable {
  Layout const* layout = nullptr;
  bool braked = true;
  std::vector<std::string> scopes = {};
  std::uint64_t stale = 0;
  std::uint64_t kept = 0;
  std::uint64_t before = 0;
};

// Children come after their parents in the catalog: deleting goes the other way.
std::vector<StaleTable> stale_tables(RouteRun const& run, std::map<TableScope, bool> const& complete) {
  std::vector<StaleTable> tables;
  std::vector<Layout const*> const layouts = run.source->layouts->known();
  std::size_t const planned = run.source->plan.tables.size();
  for (std::size_t i = planned; i-- > 0;) {
    StaleTable table{.layout = layouts[i]};
    TableWrite const* const write = run.committer->how(table.layout->info.name);
    if (!write || !write->stale || !run.committer->ready(*table.layout)) continue;
    table.braked = !write->replace;
    for (auto const& [place, clean] : complete) {
      if (clean && place.first == write->table) table.scopes.push_back(place.second);
    }
    if (!table.scopes.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

Result<void> count(Context& context, RouteRun& run, std::vector<StaleTable>& tables) {
  return run.committer->look([&](Transaction& transaction) -> Result<void> {
    for (StaleTable& table : tables) {
      for (std::string const& scope : table.scopes) {
        StaleRows const rows =
            OAR_TRY(transaction.delete_stale(run.committer->target(*table.layout), scope, context.sync.sync_time_us,
                                             OAR_STALE_COUNT_ONLY | stale_flags(run, table.layout->info.name)));
        table.stale += rows.stale;
        table.kept += rows.all - std::min(rows.stale, rows.all);
        auto const before = run.rows_before.find({table.layout->info.name, scope});
        if (before != run.rows_before.end()) table.before += before->second;
      }
    }
    return {};
  });
}

// A source that suddenly shows next to nothing is more often broken than empty.
bool held(Context& context, RouteRun const& run, StaleTable const& table) {
  std::uint32_t const most = run.destination->config->max_delete_percent;
  if (!table.braked || table.before < brake_from_rows || table.kept >= table.before) return false;
  std::uint64_t const gone = table.before - table.kept;
  if (gone * 100 <= table.before * most) return false;
  context.ledger.table_held(run.index, table.layout->info.name,
                            "stale rows were kept: " + std::to_string(gone) + " of " + std::to_string(table.before) +
                                " rows would be gone, more than max_delete_percent (" + std::to_string(most) +
                                ") allows; raise it if that is right");
  return true;
}

Result<void> remove(Context& context, RouteRun& run, std::vector<StaleTable> const& tables) {
  if (tables.empty()) return {};
  std::map<std::string, Counts> deleted;
  Result<void> const done = run.committer->transact(
      [&](Transaction& transaction) -> Result<void> {
        deleted.clear();  // the work may be done again
        for (StaleTable const& table : tables) {
          for (std::string const& scope : table.scopes) {
            StaleRows const rows =
                OAR_TRY(transaction.delete_stale(run.committer->target(*table.layout), scope, context.sync.sync_time_us,
                                                 stale_flags(run, table.layout->info.name)));
            deleted[table.layout->info.name].deleted += rows.stale;
          }
        }
        return {};
      },
      {});
  if (done) context.ledger.written(run.index, deleted);
  return done;
}

// The tables in which no stale row is left.
std::set<std::string> delete_stale(Context& context, RouteRun& run, std::map<TableScope, bool> const& complete) {
  std::set<std::string> clean;
  std::vector<StaleTable> tables = stale_tables(run, complete);
  if (tables.empty()) return clean;
  Result<void> const counted = count(context, run, tables);
  if (!counted) {
    run.committer->fail(Error{counted.error()}.within("count stale rows"));
    return clean;
  }
  kill_point("stale-counted");
  std::erase_if(tables, [&](StaleTable const& table) { return held(context, run, table); });
  for (StaleTable const& table : tables) clean.insert(table.layout->info.name);
  std::erase_if(tables, [&](StaleTable const& table) { return table.stale == 0; });
  if (remove(context, run, tables)) return clean;
  // One table's failure does not stop the rest.
  for (StaleTable const& table : tables) {
    std::string const& name = table.layout->info.name;
    Result<void> const alone = remove(context, run, {table});
    if (alone) continue;
    clean.erase(name);
    context.ledger.table_failed(run.index, name, Error{alone.error()}.within("delete stale rows"));
  }
  return clean;
}

// Scopes that have vanished, and their rows with them, are not known any more.
Scopes scopes_without_vanished(RouteRun const& run, std::set<std::string> const& clean) {
  Scopes left = run.memory.record.scopes;
  for (auto const& [table, scopes] : run.vanished) {
    if (!clean.contains(table)) continue;
    for (std::string const& scope : scopes) left[table].erase(scope);
  }
  std::erase_if(left, [](auto const& each) { return each.second.empty(); });
  return left;
}

// Full splits of which nothing is missing; and whether these are all.
struct Completed {
  std::vector<Split const*> splits;
  bool all = true;
};

Completed completed(RouteRun const& run, std::map<TableScope, bool> const& complete) {
  Completed done;
  for (SplitRun const& each : run.reader->splits) {
    Split const& split = each.split();
    if (split.read != Read::full) continue;
    bool const whole = each.durable_to_end(run.committer->lane()) &&
                       std::all_of(split.tables.begin(), split.tables.end(), [&](std::string const& table) {
                         return complete.at({table, split.scope});
                       });
    done.all = done.all && whole;
    if (whole) done.splits.push_back(&split);
  }
  return done;
}

// A sync that has wholly succeeded needs no records of its full splits. Of one that has not, they stay, so that it can
// be resumed; but the rows of complete tables are here to stay, resumed or not.
Result<void> settle(Context const& context, RouteRun& run, std::map<TableScope, bool> const& complete,
                    std::set<std::string> const& clean) {
  std::vector<state::Cursor> records;
  Completed const done = completed(run, complete);
  RouteRecord const& known = run.memory.record;
  RouteRecord record{
      .scopes = scopes_without_vanished(run, clean), .finished = known.finished, .time_us = known.time_us};
  if (done.all && !done.splits.empty()) record.finished = context.sync.id;
  bool const news = record != known;
  record.time_us = context.sync.sync_time_us;
  if (news) records.push_back(run.committer->next_record(route_record, encode(record)));
  for (Split const* split : done.splits) {
    Envelope const kept{.sync_id = context.sync.id,
                        .sync_time_us = context.sync.sync_time_us,
                        .phase = Phase::done,
                        .read = Read::full,
                        .scope = split->scope,
                        .tables = {}};
    if (run.committer->remembers(split->id))
      records.push_back(run.committer->next_record(split->id, done.all ? std::string{} : encode(kept)));
  }
  if (records.empty()) return {};
  return run.committer->transact([](Transaction&) -> Result<void> { return {}; }, std::move(records));
}

// Until all of a route has succeeded, a destination keeps what a forced migration replaced.
void tell_replaced(Context& context, RouteRun const& run, bool succeeded) {
  for (Layout const* layout : run.source->layouts->known()) {
    Migrated const* const migrated = run.committer->migrated(*layout);
    if (!migrated || !migrated->replaced) continue;
    Migrated::Replaced const& how = *migrated->replaced;
    std::string note = "table '" + layout->info.name + "' was made anew (" + how.why + "), " +
                       (how.copied ? "with its rows" : "without the rows that it had");
    if (how.for_good) note += "; they stay in " + how.kept_as;
    if (!how.for_good && !succeeded) note += "; the old one is kept as " + how.kept_as + " until a sync succeeds";
    context.ledger.note(run.index, note);
  }
}

}  // namespace

void finish(Context& context, RouteRun& run) {
  bool const interrupted = context.reading_stop().stop_requested();
  if (!interrupted && !run.committer->failed()) {
    std::map<TableScope, bool> const complete = completeness(run);
    std::set<std::string> const clean = delete_stale(context, run, complete);
    kill_point("stale-deleted");
    Result<void> const settled = run.committer->failed() ? Result<void>{} : settle(context, run, complete, clean);
    kill_point("settled");
    if (!settled) run.committer->fail(Error{settled.error()}.within("settle the records of this sync"));
  }
  bool const whole = !interrupted && context.ledger.whole(run.index);
  Result<void> const closed = whole ? run.committer->close() : Result<void>{};
  kill_point("writer-closed");
  if (!closed) run.committer->fail(Error{closed.error()}.within("finish"));
  run.committer->abandon();
  tell_replaced(context, run, whole && closed);
}

}  // namespace oar::sync
