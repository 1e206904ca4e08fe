// A route's last transactions: stale rows go, the records of full splits are forgotten.

#include <algorithm>

#include "host/sync/route_run.hpp"

namespace oar::sync {
namespace {

using TableScope = std::pair<std::string, std::string>;

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
        StaleRows const rows = OAR_TRY(transaction.delete_stale(run.committer->target(*table.layout), scope,
                                                                context.sync.sync_time_us, OAR_STALE_COUNT_ONLY));
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
        for (StaleTable const& table : tables) {
          for (std::string const& scope : table.scopes) {
            StaleRows const rows = OAR_TRY(
                transaction.delete_stale(run.committer->target(*table.layout), scope, context.sync.sync_time_us, 0));
            deleted[table.layout->info.name].deleted += rows.stale;
          }
        }
        return {};
      },
      {});
  if (done) context.ledger.written(run.index, deleted);
  return done;
}

void delete_stale(Context& context, RouteRun& run, std::map<TableScope, bool> const& complete) {
  std::vector<StaleTable> tables = stale_tables(run, complete);
  if (tables.empty()) return;
  Result<void> const counted = count(context, run, tables);
  if (!counted) return run.committer->fail(Error{counted.error()}.within("count stale rows"));
  std::erase_if(tables, [&](StaleTable const& table) { return table.stale == 0 || held(context, run, table); });
  if (remove(context, run, tables)) return;
  // One table's failure does not stop the rest.
  for (StaleTable const& table : tables) {
    Result<void> const alone = remove(context, run, {table});
    if (!alone)
      context.ledger.table_failed(run.index, table.layout->info.name, Error{alone.error()}.within("delete stale rows"));
  }
}

// A sync that has finished needs no records of its full splits; what an unfinished one left does: the next sync removes
// it.
Result<void> forget_full_splits(RouteRun& run, std::map<TableScope, bool> const& complete) {
  std::vector<state::Cursor> forgotten;
  for (SplitRun const& each : run.reader->splits) {
    Split const& split = each.split();
    if (split.read != Read::full || !each.durable_to_end(run.committer->lane())) continue;
    bool const whole = std::all_of(split.tables.begin(), split.tables.end(), [&](std::string const& table) {
      return complete.at({table, split.scope});
    });
    if (whole) forgotten.push_back(run.committer->forgotten(split.id));
  }
  if (forgotten.empty()) return {};
  return run.committer->transact([](Transaction&) -> Result<void> { return {}; }, std::move(forgotten));
}

}  // namespace

void finish(Context& context, RouteRun& run) {
  bool const interrupted = context.reading_stop().stop_requested();
  if (!interrupted && !run.committer->failed()) {
    std::map<TableScope, bool> const complete = completeness(run);
    delete_stale(context, run, complete);
    Result<void> const forgotten = forget_full_splits(run, complete);
    if (!forgotten) run.committer->fail(Error{forgotten.error()}.within("forget the records of this sync"));
  }
  if (interrupted || run.committer->failed()) return run.committer->abandon();
  Result<void> const closed = run.committer->close();
  if (!closed) run.committer->fail(Error{closed.error()}.within("finish"));
}

}  // namespace oar::sync
