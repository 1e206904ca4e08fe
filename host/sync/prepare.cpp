// What a route needs before its first row: tables, a clean start, and a count for the brake.

#include <algorithm>

#include "host/sync/route_run.hpp"

namespace oar::sync {
namespace {

void migrate_all(Context& context, RouteRun& run) {
  Layouts const& layouts = *run.source->layouts;
  for (Layout const* layout : layouts.known()) {
    std::string const& table = layout->info.name;
    if (run.committer->gave_up(table)) continue;
    Result<void> const migrated = run.committer->migrate(*layout);
    if (migrated) continue;
    Error const& why = migrated.error();
    if (why.code() == Errc::unsupported)
      context.ledger.refuse(run.route.source + " -> " + run.route.destination + ": table '" + table +
                            "': " + why.message());
    std::set<std::string> const spoiled = layouts.with_descendants(table);
    run.committer->give_up(spoiled);
    for (std::string const& each : spoiled) context.ledger.table_failed(run.index, each, why);
  }
}

Layout const* planned_layout(RouteRun const& run, std::string const& table) {
  for (Layout const* layout : run.source->layouts->known()) {
    if (layout->info.name == table) return run.committer->ready(*layout) ? layout : nullptr;
  }
  return nullptr;
}

// Rows of a full append table belong to their sync time. A sync that did not finish left a part of them.
Result<void> remove_unfinished(Context& context, RouteRun& run) {
  std::vector<state::Cursor> forgotten;
  std::uint64_t removed = 0;
  bool const able = run.committer->writer().can(OAR_CAP_DELETE_STALE) &&
                    run.destination->config->provenance != config::Provenance::none;
  Committer::Work const remove = [&](Transaction& transaction) -> Result<void> {
    for (auto const& [split, open] : run.memory.cursors) {
      Envelope const& left = open.envelope;
      if (left.read != Read::full) continue;
      for (std::string const& table : left.tables) {
        TableWrite const* const write = run.committer->how(table);
        Layout const* const layout = planned_layout(run, table);
        if (!able || !write || !write->append || !layout) continue;
        StaleRows const rows = OAR_TRY(
            transaction.delete_stale(run.committer->target(*layout), left.scope, left.sync_time_us, OAR_STALE_EXACT));
        removed += rows.stale;
      }
    }
    return {};
  };
  for (auto const& [split, open] : run.memory.cursors) {
    if (open.envelope.read == Read::full) forgotten.push_back(run.committer->forgotten(split));
  }
  if (forgotten.empty()) return {};
  OAR_TRY(run.committer->transact(remove, forgotten).within("remove what an unfinished sync left"));
  for (state::Cursor const& cursor : forgotten) run.memory.cursors.erase(cursor.split_id);
  if (removed > 0) context.ledger.removed(run.index, removed);
  return {};
}

// For the brake: what the tables have in each scope that is about to be read.
Result<void> count_rows(Context& context, RouteRun& run) {
  std::set<std::pair<std::string, std::string>> wanted;
  for (SplitRun const& each : run.reader->splits) {
    if (each.split().read != Read::full) continue;
    for (std::string const& table : each.split().tables) {
      TableWrite const* const write = run.committer->how(table);
      if (write && write->stale && !write->replace) wanted.emplace(table, each.split().scope);
    }
  }
  if (wanted.empty()) return {};
  return run.committer->look([&](Transaction& transaction) -> Result<void> {
    for (auto const& [table, scope] : wanted) {
      Layout const* const layout = planned_layout(run, table);
      if (!layout) continue;
      StaleRows const rows = OAR_TRY(transaction.delete_stale(run.committer->target(*layout), scope,
                                                              context.sync.sync_time_us, OAR_STALE_COUNT_ONLY));
      run.rows_before[{table, scope}] = rows.all;
    }
    return {};
  });
}

}  // namespace

Result<void> prepare(Context& context, RouteRun& run) {
  migrate_all(context, run);
  if (context.ledger.refused()) return {};
  OAR_TRY(remove_unfinished(context, run));
  OAR_TRY(count_rows(context, run).within("count rows"));
  return {};
}

}  // namespace oar::sync
