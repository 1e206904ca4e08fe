// `oarlock plan`: shows what a sync would do, and changes nothing.
#include "host/cli/commands.hpp"
#include "host/cli/instance_warnings.hpp"
#include "host/cli/job.hpp"
#include "host/cli/signals.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/preview.hpp"
#include "state/state_file.hpp"

namespace oar::cli {

int run_plan(Options const& options, Console& console) {
  Signals const signals;
  auto prepared = prepare(options, Which::all, console, {signals.soft(), signals.soft()});
  if (!prepared.ok()) return refuse(prepared, console);
  auto const job = job_of(prepared, options, console.redactor().clean(options.typed));
  if (!job) return no_job(job.error(), console);
  auto const path = state_place(options, prepared.loaded.files.front());
  auto scratch = state::StateFile::open(path, state::Access::scratch);
  if (!scratch) return fault(scratch.error(), console);

  report::Tracker tracker{console.log(), [] { return std::chrono::steady_clock::now(); }};
  InstanceWarnings warnings{prepared.ends, tracker};
  auto preview = sync::preview(*job, *scratch, tracker, signals.soft());
  warnings.add_to(preview.summary);
  if (console.json()) {
    console.document(report::preview_json(preview, path));
  } else {
    console.result(report::preview_text(preview, path, console.style()));
  }
  return preview.summary.exit_code();
}

}  // namespace oar::cli
