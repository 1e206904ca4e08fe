#include "host/sync/engine.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "host/plugins/instance.hpp"
#include "host/sync/kill_point.hpp"
#include "host/sync/run.hpp"

namespace oar::sync {
namespace {

std::int64_t now_us() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Options filled_in(Options options) {
  if (options.concurrency == 0) options.concurrency = std::max(4U, 2 * std::thread::hardware_concurrency());
  options.memory_bytes = std::max<std::uint64_t>(options.memory_bytes, 1);
  options.attempts = std::max(options.attempts, 1);
  return options;
}

// options.resume is false afterwards when there is nothing to resume.
Result<state::Sync> begin(Options& options, state::StateFile& state, std::int64_t now) {
  if (options.resume) {
    std::optional<state::Sync> const unfinished = OAR_TRY(state.resume_sync());
    if (unfinished) return *unfinished;
    options.resume = false;
  }
  return state.begin_sync({.now_us = now, .command = options.command});
}

std::string joined(std::vector<std::string> const& texts) {
  std::string all;
  for (std::string const& text : texts) all += (all.empty() ? "" : "; ") + text;
  return all;
}

state::SyncOutcome outcome_of(Summary const& summary, Events& events) {
  state::SyncOutcome outcome;
  outcome.finished_us = now_us();
  outcome.exit_code = summary.exit_code();
  outcome.status = outcome.exit_code == 0 ? "done" : summary.interrupted ? "interrupted" : "not all done";
  for (RouteSummary const& route : summary.routes) {
    if (!route.errors.empty())
      outcome.tables.push_back({.route = route.route,
                                .table = {},
                                .status = std::string{name_of(route.status)},
                                .error = events.without_secrets(joined(route.errors))});
    for (TableSummary const& table : route.tables) {
      outcome.tables.push_back({.route = route.route,
                                .table = table.table,
                                .status = std::string{name_of(table.status)},
                                .rows_written = table.counts.rows,
                                .rows_deleted = table.counts.deleted,
                                .rows_rejected = table.rejects,
                                .error = events.without_secrets(joined(table.errors))});
    }
  }
  return outcome;
}

}  // namespace

Result<SourceEnd> source_end(plugins::Instance const& instance, config::Source const& config) {
  return SourceEnd{.name = config.name,
                   .plugin_id = instance.descriptor().id,
                   .plugin = instance.raw(),
                   .api = OAR_TRY(instance.source()),
                   .config = &config,
                   .who = instance.who(config.name)};
}

Result<DestinationEnd> destination_end(plugins::Instance const& instance, config::Destination const& config) {
  return DestinationEnd{.name = config.name,
                        .plugin_id = instance.descriptor().id,
                        .plugin = instance.raw(),
                        .api = OAR_TRY(instance.destination()),
                        .config = &config,
                        .who = instance.who(config.name)};
}

Summary run(Job const& job, state::StateFile& state, Events& events, std::stop_token soft, std::stop_token hard) {
  auto const began = std::chrono::steady_clock::now();
  Ledger ledger{events};
  std::int64_t const began_us = now_us();
  Options options = filled_in(job.options);
  Result<state::Sync> const sync = begin(options, state, began_us);
  if (!sync) {
    ledger.fault(sync.error());
    return ledger.finish();
  }
  kill_point("sync-begun");
  {
    Context context{options, state, ledger, *sync, began_us, std::move(soft), std::move(hard)};
    Run{context, job}.all();
    if (context.reading_stop().stop_requested() && !ledger.faulted()) ledger.interrupted();
  }
  Summary summary = ledger.finish();
  summary.sync_id = sync->id;
  summary.resumed = options.resume;
  summary.sync_time_us = sync->sync_time_us;
  summary.elapsed_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
  Result<void> const recorded = state.finish_sync(sync->id, outcome_of(summary, events));
  kill_point("sync-finished");
  if (!recorded && !summary.fault) summary.fault = recorded.error();
  return summary;
}

}  // namespace oar::sync
