// `oarlock sync`: copies the rows of all sources to their destinations.
#include "host/sync/engine.hpp"

#include <unistd.h>

#include "host/cli/commands.hpp"
#include "host/cli/instance_warnings.hpp"
#include "host/cli/job.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/live.hpp"
#include "host/report/summary.hpp"
#include "host/report/tracker.hpp"
#include "state/state_file.hpp"

namespace oar::cli {
namespace {

report::ProgressMode progress_mode(Options const& options) {
  if (options.quiet) return report::ProgressMode::none;
  bool const live = report::is_terminal(STDERR_FILENO) && options.log.format == report::LogFormat::text;
  return live ? report::ProgressMode::live : report::ProgressMode::lines;
}

sync::Summary run_shown(sync::Job const& job, state::StateFile& state, Signals const& signals, report::Tracker& tracker,
                        Options const& options, Console& console) {
  std::stop_callback const on_soft{
      signals.soft(), [&] {
        tracker.stopping();
        console.log().info("stopping: what is in flight is being committed; Ctrl-C again stops now");
      }};
  std::stop_callback const on_hard{signals.hard(), [&] { console.log().info("stopping now"); }};
  report::Progress const progress{progress_mode(options), tracker, console.screen(), console.error_style(),
                                  console.log()};
  auto summary = sync::run(job, state, tracker, signals.soft(), signals.hard());
  if (options.resume && !summary.resumed && summary.refused.empty())
    console.log().info("there was nothing to resume: this was a new sync");
  return summary;
}

int report_end(sync::Summary const& summary, report::SummaryContext const& context, Console& console) {
  if (console.json()) {
    console.document(report::summary_json(summary, context));
  } else {
    console.result(report::summary_text(summary, context, console.style()));
  }
  return summary.exit_code();
}

}  // namespace

int run_sync(Options const& options, Console& console) {
  Signals const signals;
  auto prepared = prepare(options, Which::all, console, {signals.soft(), signals.hard()});
  if (!prepared.ok()) return refuse(prepared, console);
  auto const command = console.redactor().clean(options.typed);
  auto const job = job_of(prepared, options, command);
  if (!job) return no_job(job.error(), console);

  auto const path = state_place(options, prepared.loaded.files.front());
  auto state = state::StateFile::open(path, state::Access::read_write);
  if (!state) return fault(state.error(), console);
  auto const lock = state->lock(command);
  if (!lock) return fault(lock.error(), console);
  console.log().debug("state file " + path.string());

  report::Tracker tracker{console.log(), [] { return std::chrono::steady_clock::now(); }};
  InstanceWarnings warnings{prepared.ends, tracker};
  auto summary = run_shown(*job, *state, signals, tracker, options, console);
  warnings.add_to(summary);
  report::SummaryContext const context{
      path, [&](auto const& route, std::string_view table) { return tracker.time_of(route, table); }};
  return report_end(summary, context, console);
}

}  // namespace oar::cli
