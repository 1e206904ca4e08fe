// Forced migrations: a table that is made anew without its rows is read again, so its cursors are forgotten first.

#include <algorithm>

#include "host/sync/route_run.hpp"
#include "host/words/quoted.hpp"

namespace oar::sync {
namespace {

// A split is affected by its own tables, and the finder of a split by those of what it found.
std::set<std::string> with_ancestors(Layouts const& layouts, std::set<std::string> const& tables) {
  std::set<std::string> all = tables;
  for (Layout const* layout : layouts.known()) {
    std::set<std::string> const below = layouts.with_descendants(layout->info.name);
    if (std::any_of(below.begin(), below.end(), [&](std::string const& table) { return tables.contains(table); }))
      all.insert(layout->info.name);
  }
  return all;
}

struct ReadAgain {
  std::vector<state::Cursor> forgotten;
  std::set<std::string> tables;  // all that those splits deliver
};

ReadAgain splits_of(RouteRun const& run, std::set<std::string> const& affected) {
  ReadAgain again;
  for (auto const& [split, open] : run.memory.cursors) {
    Envelope const& envelope = open.envelope;
    bool const hit = std::any_of(envelope.tables.begin(), envelope.tables.end(),
                                 [&](std::string const& table) { return affected.contains(table); });
    if (envelope.read != Read::incremental || !hit) continue;
    again.forgotten.push_back(run.committer->next_record(split, {}));
    again.tables.insert(envelope.tables.begin(), envelope.tables.end());
  }
  return again;
}

// Its rows are all there already, and would be there twice.
std::string const* would_double(RouteRun const& run, ReadAgain const& again, std::set<std::string> const& lost) {
  for (std::string const& table : again.tables) {
    TableWrite const* const write = run.committer->how(table);
    if (write && write->append && !lost.contains(table)) return &table;
  }
  return nullptr;
}

void refuse(Context& context, RouteRun& run, std::set<std::string> const& lost, Error const& why) {
  for (std::string const& table : lost) {
    if (!run.committer->how(table)) continue;
    std::set<std::string> const spoiled = run.source->layouts->with_descendants(table);
    run.committer->give_up(spoiled);
    for (std::string const& each : spoiled) context.ledger.table_failed(run.index, each, why);
  }
}

Error doubling(std::string const& table) {
  return Error::of(Errc::schema, "it would be made anew and read again, and with it table '", table,
                   "', whose rows are appended and would be doubled; write `write_mode: overwrite` for '", table,
                   "', or rename both tables and run `oarlock state reset`");
}

}  // namespace

Result<std::set<std::string>> lost_tables(Context& context, RouteRun& run) {
  std::set<std::string> lost;
  if (run.destination->config->migrate_mode != config::MigrateMode::forced) return lost;
  if (!run.committer->writer().can(OAR_CAP_FORCED_MIGRATE)) return lost;
  Writer::For const what{.source = run.route.source,
                         .sync_id = context.sync.id,
                         .sync_time_us = context.sync.sync_time_us,
                         .changes = Changes::none};
  std::unique_ptr<Writer> const reader = OAR_TRY(Writer::open(*run.destination, what, context.ledger, context.stop()));
  for (Layout const* layout : run.source->layouts->known()) {
    if (!run.committer->how(layout->info.name)) continue;
    Result<Migrated> const would = run.committer->foresee(*reader, *layout);
    if (would && would->replaced && !would->replaced->copied) lost.insert(layout->info.name);
  }
  return lost;
}

Result<void> forget_lost(Context& context, RouteRun& run, std::set<std::string> const& lost) {
  if (lost.empty()) return {};
  run.lost.insert(lost.begin(), lost.end());
  if (!run.memory.resumed.empty()) {
    // What the interrupted sync has finished would not be read again.
    refuse(context, run, lost,
           Error::of(Errc::schema, "it would be made anew, which a resumed sync cannot do; sync without --resume"));
    return {};
  }
  ReadAgain const again = splits_of(run, with_ancestors(*run.source->layouts, lost));
  if (again.forgotten.empty()) return {};
  if (std::string const* const doubled = would_double(run, again, lost)) {
    refuse(context, run, lost, doubling(*doubled));
    return {};
  }
  if (context.options.purpose != Purpose::preview) {
    OAR_TRY(run.committer->transact([](Transaction&) -> Result<void> { return {}; }, again.forgotten)
                .within("forget cursors before a forced migration"));
  }
  for (state::Cursor const& cursor : again.forgotten) {
    run.memory.cursors.erase(cursor.split_id);
    run.read_again.push_back(cursor.split_id);
  }
  context.ledger.note(run.index, "read again from the beginning, since a forced migration cannot keep their rows: " +
                                     words::quoted(again.tables));
  return {};
}

Result<void> check_kept(Context& context, RouteRun& run, Layout const& layout) {
  Migrated const* const migrated = run.committer->migrated(layout);
  std::string const& table = layout.info.name;
  if (!migrated || !migrated->replaced || migrated->replaced->copied || run.lost.contains(table)) return {};
  std::size_t const before = run.read_again.size();
  OAR_TRY(forget_lost(context, run, {table}));
  if (run.read_again.size() == before) return {};  // nothing goes by a cursor
  return Error::of(Errc::schema,
                   "another program changed it just before it was made anew, so its rows could not be copied; the next "
                   "sync reads it again from the beginning");
}

}  // namespace oar::sync
