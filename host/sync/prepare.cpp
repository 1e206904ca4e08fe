// What a route needs before its first row: tables, a clean start, and a count for the brake.

#include <algorithm>

#include "host/sync/kill_point.hpp"
#include "host/sync/part.hpp"
#include "host/sync/route_run.hpp"

namespace oar::sync {

void migrate_tables(Context& context, RouteRun& run) {
  Layouts const& layouts = *run.source->layouts;
  for (Layout const* layout : layouts.known()) {
    std::string const& table = layout->info.name;
    if (run.committer->gave_up(table)) continue;
    Result<void> migrated = run.committer->migrate(*layout);
    if (migrated) migrated = check_kept(context, run, *layout);
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

namespace {

Layout const* planned_layout(RouteRun const& run, std::string const& table) {
  for (Layout const* layout : run.source->layouts->known()) {
    if (layout->info.name == table) return run.committer->ready(*layout) ? layout : nullptr;
  }
  return nullptr;
}

// A part of a sync leaves alone what an unfinished one left of other tables.
Result<void> keep_what_is_left_out(RouteRun& run) {
  SourcePlan const& plan = run.source->plan;
  if (plan.left_out.empty()) return {};
  for (auto const& [split, open] : run.memory.cursors) {
    std::string const table = torn(open.envelope.tables, plan);
    if (open.envelope.read == Read::full && !run.memory.counts(open.envelope) && !table.empty())
      return Error::of(Errc::config, "an unfinished sync left rows of '", table,
                       "' too, which is read together with what --table names; name it as well, or sync everything");
  }
  std::erase_if(run.memory.cursors, [&](auto const& each) {
    Envelope const& left = each.second.envelope;
    return left.read == Read::full && !left.tables.empty() &&
           std::none_of(left.tables.begin(), left.tables.end(),
                        [&](std::string const& table) { return plan.table(table); });
  });
  return {};
}

// Rows of one table and scope that carry one sync's time.
struct Leftover {
  std::string table;
  std::string scope;
  std::int64_t sync_time_us = 0;
  friend auto operator<=>(Leftover const&, Leftover const&) = default;
};

// Rows of a full append table belong to their sync time: those of an unfinished sync are removed, with the records of
// its splits. Where rows have keys they stay: reading again converges.
Result<void> remove(Context& context, RouteRun& run, std::set<Leftover> const& left,
                    std::set<std::string> const& records, RouteRecord const* record = nullptr) {
  bool const able = run.committer->writer().can(OAR_CAP_DELETE_STALE) &&
                    run.destination->config->provenance != config::Provenance::none;
  std::uint64_t removed = 0;
  bool stays = false;
  Committer::Work const work = [&](Transaction& transaction) -> Result<void> {
    removed = 0;  // the work may be done again
    for (Leftover const& each : left) {
      TableWrite const* const write = run.committer->how(each.table);
      Layout const* const layout = planned_layout(run, each.table);
      if (!write || !write->append || !layout) continue;
      stays = stays || !able;
      if (!able) continue;
      StaleRows const rows = OAR_TRY(
          transaction.delete_stale(run.committer->target(*layout), each.scope, each.sync_time_us, OAR_STALE_EXACT));
      removed += rows.stale;
    }
    return {};
  };
  std::vector<state::Cursor> next;
  for (std::string const& id : records) {
    if (run.committer->remembers(id)) next.push_back(run.committer->next_record(id, {}));
  }
  if (record) next.push_back(run.committer->next_record(route_record, encode(*record)));
  if (next.empty()) return {};
  OAR_TRY(run.committer->transact(work, next).within("remove what an unfinished sync left"));
  for (std::string const& id : records) run.memory.cursors.erase(id);
  if (removed > 0) context.ledger.removed(run.index, removed);
  if (stays)
    context.ledger.note(run.index,
                        "rows that an unfinished sync left in append tables stay, and come twice: this destination "
                        "cannot find them by their sync time");
  return {};
}

// The scopes that full tables with stale deletion have now; those they had before and have no more are stale.
Scopes scopes_from_now_on(RouteRun& run) {
  Scopes now;
  for (SplitRun const& each : run.reader->splits) {
    if (each.split().read != Read::full) continue;
    for (std::string const& table : each.split().tables) {
      TableWrite const* const write = run.committer->how(table);
      if (write && write->stale) now[table].insert(each.split().scope);
    }
  }
  Scopes all = run.memory.record.scopes;
  for (TableWrite const& write : run.committer->setup().plan.tables) {
    if (!write.stale) continue;
    for (std::string const& known : run.memory.record.scopes[write.table]) {
      if (!now[write.table].contains(known)) run.vanished[write.table].insert(known);
    }
    all[write.table].insert(now[write.table].begin(), now[write.table].end());
  }
  std::erase_if(all, [](auto const& each) { return each.second.empty(); });
  std::erase_if(run.memory.record.scopes, [](auto const& each) { return each.second.empty(); });
  return all;
}

Result<void> clean_start(Context& context, RouteRun& run) {
  std::set<Leftover> left;
  std::set<std::string> records = run.anew.splits;
  for (auto const& [table, scope] : run.anew.places) left.insert({table, scope, context.sync.sync_time_us});
  for (auto const& [split, open] : run.memory.cursors) {
    Envelope const& envelope = open.envelope;
    if (run.memory.counts(envelope)) continue;
    records.insert(split);
    for (std::string const& table : envelope.tables) left.insert({table, envelope.scope, envelope.sync_time_us});
  }
  RouteRecord const& known = run.memory.record;
  RouteRecord record{.scopes = scopes_from_now_on(run), .finished = known.finished, .time_us = known.time_us};
  bool const news = record != known;
  if (news) record.time_us = context.sync.sync_time_us;
  OAR_TRY(remove(context, run, left, records, news ? &record : nullptr));
  run.memory.record = std::move(record);
  return {};
}

// For the brake: what the tables have in each scope that is about to be read.
Result<void> count_rows(Context& context, RouteRun& run) {
  bool const preview = context.options.purpose == Purpose::preview;  // which shows what is replaced, too
  std::set<std::pair<std::string, std::string>> wanted;
  for (SplitRun const& each : run.reader->splits) {
    if (each.split().read != Read::full) continue;
    for (std::string const& table : each.split().tables) {
      TableWrite const* const write = run.committer->how(table);
      if (write && write->stale && (preview || !write->replace)) wanted.emplace(table, each.split().scope);
    }
  }
  for (auto const& [table, scopes] : run.vanished) {
    for (std::string const& scope : scopes) wanted.emplace(table, scope);
  }
  if (wanted.empty()) return {};
  return run.committer->look([&](Transaction& transaction) -> Result<void> {
    for (auto const& [table, scope] : wanted) {
      Layout const* const layout = planned_layout(run, table);
      if (!layout) continue;
      StaleRows const rows =
          OAR_TRY(transaction.delete_stale(run.committer->target(*layout), scope, context.sync.sync_time_us,
                                           OAR_STALE_COUNT_ONLY | stale_flags(run, table)));
      run.rows_before[{table, scope}] = rows.all;
    }
    return {};
  });
}

}  // namespace

std::uint32_t stale_flags(RouteRun const& run, std::string const& table) {
  TableWrite const* const write = run.committer->how(table);
  return write && write->mark ? std::uint32_t{OAR_STALE_MARK} : 0U;
}

Result<void> start_anew(Context& context, RouteRun& run, Anew const& anew) {
  std::set<Leftover> left;
  for (auto const& [table, scope] : anew.places) left.insert({table, scope, context.sync.sync_time_us});
  return remove(context, run, left, anew.splits);
}

Result<void> prepare(Context& context, RouteRun& run) {
  migrate_tables(context, run);
  kill_point("tables-migrated");
  if (context.ledger.refused()) return {};
  OAR_TRY(keep_what_is_left_out(run));
  OAR_TRY(clean_start(context, run));
  kill_point("clean-start");
  OAR_TRY(count_rows(context, run).within("count rows"));
  return {};
}

}  // namespace oar::sync
