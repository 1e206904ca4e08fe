// `oarlock migrate`: prepares the destinations' tables without moving rows.
#include <optional>

#include "host/cli/commands.hpp"
#include "host/cli/instance_warnings.hpp"
#include "host/cli/job.hpp"
#include "host/cli/signals.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/preview.hpp"
#include "state/state_file.hpp"

namespace oar::cli {
namespace {

int report_migration(sync::Preview const& preview, report::Told told, Console& console) {
  if (console.json()) {
    console.document(report::migration_json(preview, told));
  } else {
    console.result(report::migration_text(preview, told, console.style()));
  }
  return preview.summary.exit_code();
}

}  // namespace

int run_migrate(Options const& options, Console& console) {
  Signals const signals;
  auto prepared = prepare(options, Which::all, console, {signals.soft(), signals.hard()});
  if (!prepared.ok()) return refuse(prepared, console);
  auto const command = console.redactor().clean(options.typed);
  auto job = job_of(prepared, options, command);
  if (!job) return no_job(job.error(), console);
  job->options.purpose = options.dry_run ? sync::Purpose::preview : sync::Purpose::migrate;

  auto const path = state_place(options, prepared.loaded.files.front());
  auto state = state::StateFile::open(path, options.dry_run ? state::Access::scratch : state::Access::read_write);
  if (!state) return fault(state.error(), console);
  std::optional<state::SyncLock> lock;
  if (!options.dry_run) {
    auto held = state->lock(command);
    if (!held) return fault(held.error(), console);
    lock = *std::move(held);
  }

  report::Tracker tracker{console.log(), [] { return std::chrono::steady_clock::now(); }};
  InstanceWarnings warnings{prepared.ends, tracker};
  auto preview = sync::migrate(*job, *state, tracker, signals.soft());
  warnings.add_to(preview.summary);
  return report_migration(preview, options.dry_run ? report::Told::would_run : report::Told::did_run, console);
}

}  // namespace oar::cli
