// `oarlock sync`: copies the rows of all sources to their destinations.
#include "host/sync/engine.hpp"

#include <unistd.h>

#include <mutex>

#include "host/cli/commands.hpp"
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

// What plugin instances warn of by themselves, while no scan or writer speaks for them.
class InstanceWarnings {
 public:
  InstanceWarnings(Ends& ends, report::Tracker& tracker) : ends_{ends}, tracker_{tracker} {
    for (auto& end : ends_.sources)
      end->hand_warnings_to([this, name = end->name()](std::string_view text) { take(name, {}, text); });
    for (auto& end : ends_.destinations)
      end->hand_warnings_to([this, name = end->name()](std::string_view text) { take({}, name, text); });
  }
  ~InstanceWarnings() {
    for (auto& end : ends_.sources) end->hand_warnings_to({});
    for (auto& end : ends_.destinations) end->hand_warnings_to({});
  }
  InstanceWarnings(InstanceWarnings const&) = delete;
  InstanceWarnings& operator=(InstanceWarnings const&) = delete;

  void add_to(sync::Summary& summary) {
    std::lock_guard const lock{mutex_};
    summary.warnings_count += count_;
    summary.warnings.insert(summary.warnings.end(), kept_.begin(), kept_.end());
  }

 private:
  static constexpr std::size_t kept_at_most = 1000;

  void take(std::string const& source, std::string const& destination, std::string_view text) {
    sync::Warning warning{.source = source, .destination = destination, .message = std::string(text)};
    tracker_.warned(warning);
    std::lock_guard const lock{mutex_};
    ++count_;
    if (kept_.size() < kept_at_most) kept_.push_back(std::move(warning));
  }

  Ends& ends_;
  report::Tracker& tracker_;
  std::mutex mutex_;
  std::uint64_t count_ = 0;          // guarded by mutex_
  std::vector<sync::Warning> kept_;  // guarded by mutex_
};

// A fault before the sync began: the state file busy, newer or damaged.
int fault(Error const& error, Console& console) {
  console.error(error.message());
  if (console.json()) console.document({{"exit_code", exit_fault}, {"outcome", "fault"}, {"fault", error.message()}});
  return exit_fault;
}

int refuse_job(Error const& error, Console& console) {
  console.error(error.message());
  if (console.json()) console.document({{"exit_code", exit_usage}, {"problems", {error.message()}}});
  return exit_usage;
}

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
  if (!job && job.error().code() == Errc::config) return refuse_job(job.error(), console);
  if (!job) return fault(job.error(), console);

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
