#include "host/sync/preview.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "host/sync/run.hpp"
#include "state/uuid.hpp"

namespace oar::sync {
namespace {

std::int64_t moment_us() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Write write_of(TableWrite const& write) {
  if (!write.append) return Write::upsert;
  return write.stale ? Write::replace : Write::append;
}

Delivery delivery_of(TableWrite const& write, std::uint32_t capabilities) {
  if ((capabilities & OAR_CAP_ATOMIC_STATE) != 0) return Delivery::exactly_once;
  return write.append ? Delivery::at_least_once : Delivery::converges;
}

Layout const* layout_of(RouteRun const& run, std::string const& table) {
  for (Layout const* layout : run.source->layouts->known()) {
    if (layout->info.name == table) return layout;
  }
  return nullptr;
}

TablePreview preview_table(RouteRun const& run, TablePlan const& plan) {
  TablePreview table{.table = plan.info.name, .read = plan.read};
  Committer const& committer = *run.committer;
  TableWrite const& write = *committer.how(table.table);
  table.write = write_of(write);
  table.deletes_stale = write.stale;
  table.marks_stale = write.stale && write.mark;
  table.delivery = delivery_of(write, committer.writer().capabilities());
  Layout const* const layout = layout_of(run, table.table);
  if (Migrated const* const migrated = layout ? committer.migrated(*layout) : nullptr) {
    table.statements = migrated->statements;
    table.replaced = migrated->replaced;
  }
  for (auto const& [place, rows] : run.rows_before) {
    if (place.first != table.table || rows == 0) continue;
    auto const vanished = run.vanished.find(table.table);
    bool const gone = vanished != run.vanished.end() && vanished->second.contains(place.second);
    table.stale_among.push_back({place.second, rows, gone});
  }
  return table;
}

bool has_text(std::vector<std::string> const& texts, std::string const& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

SplitPreview preview_split(RouteRun const& run, Split const& split, Memory const& memory) {
  SplitPreview out{.id = split.id,
                   .scope = split.scope,
                   .tables = split.tables,
                   .read = split.read,
                   .resumes = !split.start_cursor.empty(),
                   .again = has_text(run.read_again, split.id),
                   .est_rows = split.est_rows,
                   .est_bytes = split.est_bytes};
  auto const known = memory.cursors.find(split.id);
  if (out.resumes && known != memory.cursors.end()) out.resumes_from = rfc3339(known->second.envelope.sync_time_us);
  return out;
}

// Taken before the route is prepared, which forgets what an unfinished sync left.
void preview_splits(RouteRun const& run, RoutePreview& out) {
  if (!run.reader) return;
  for (SplitRun const& split : run.reader->splits) out.splits.push_back(preview_split(run, split.split(), run.memory));
  for (auto const& [id, open] : run.memory.cursors) {
    bool const read = std::any_of(out.splits.begin(), out.splits.end(),
                                  [&, &name = id](auto const& each) { return each.id == name; });
    if (!read && open.envelope.read == Read::incremental) ++out.idle_cursors;
  }
}

void preview_tables(RouteRun const& run, RoutePreview& out) {
  if (!run.connected) return;
  for (TablePlan const& table : run.source->plan.tables) {
    if (run.committer->how(table.info.name)) out.tables.push_back(preview_table(run, table));
  }
}

Options with_concurrency(Options options) {
  if (options.concurrency == 0) options.concurrency = std::max(4U, 2 * std::thread::hardware_concurrency());
  return options;
}

enum class Depth { tables, rows };

std::vector<RoutePreview> go_through(Run& run, Depth depth) {
  std::vector<RoutePreview> routes;
  bool const planned = depth == Depth::rows ? run.plans() : run.migrates();
  for (RouteRun const& route : run.routes()) {
    preview_splits(route, routes.emplace_back(RoutePreview{.route = route.route}));
  }
  if (planned && depth == Depth::rows) (void)run.prepares_all();
  for (std::size_t i = 0; i < routes.size(); ++i) preview_tables(run.routes()[i], routes[i]);
  return routes;
}

// Of no sync: it only names transactions, and what they count is older.
state::Sync of_no_sync() { return {.id = state::uuid_v4(), .sync_time_us = moment_us()}; }

Preview look(Job const& job, Depth depth, state::StateFile& state, Events& events, std::stop_token stop) {
  Ledger ledger{events};
  Preview out;
  {
    Context context{with_concurrency(job.options), state, ledger, of_no_sync(), moment_us(), stop, stop};
    Run run{context, job};
    out.routes = go_through(run, depth);
    if (context.stop().stop_requested() && !ledger.faulted()) ledger.interrupted();
  }
  out.summary = ledger.finish();
  // What was not asked for is not told of.
  std::erase_if(out.routes, [&](RoutePreview const& preview) {
    return std::none_of(out.summary.routes.begin(), out.summary.routes.end(), [&](RouteSummary const& summary) {
      return summary.route.source == preview.route.source && summary.route.destination == preview.route.destination;
    });
  });
  return out;
}

}  // namespace

std::string_view name_of(Write write) {
  switch (write) {
    case Write::append:
      return "append";
    case Write::upsert:
      return "upsert";
    case Write::replace:
      return "replace";
  }
  return "unknown";
}

std::string_view name_of(Read read) { return read == Read::full ? "full" : "incremental"; }

std::string_view name_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::exactly_once:
      return "exactly_once";
    case Delivery::converges:
      return "converges_by_key";
    case Delivery::at_least_once:
      return "at_least_once";
  }
  return "unknown";
}

std::string_view words_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::exactly_once:
      return "exactly once: rows and cursors are committed together";
    case Delivery::converges:
      return "converges by key: rows may be written again, and replace themselves";
    case Delivery::at_least_once:
      return "at least once: after a crash, rows may be there twice";
  }
  return "unknown";
}

Preview preview(Job const& job, state::StateFile& scratch, Events& events, std::stop_token stop) {
  Job dry = job;
  dry.options.purpose = Purpose::preview;
  return look(dry, Depth::rows, scratch, events, std::move(stop));
}

Preview migrate(Job const& job, state::StateFile& state, Events& events, std::stop_token stop) {
  return look(job, Depth::tables, state, events, std::move(stop));
}

}  // namespace oar::sync
