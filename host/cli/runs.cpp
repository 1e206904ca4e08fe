// `oarlock runs list` and `runs show`: what each run did.
#include <boost/json/array.hpp>

#include <algorithm>

#include "host/cli/commands.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/grid.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;
using state::SyncRecord;

constexpr std::size_t all_runs = 100'000;

// One word for how it ended.
std::string status_of(SyncRecord const& run) {
  if (run.phase == state::SyncPhase::running) return "running";
  if (run.phase == state::SyncPhase::interrupted) return "interrupted";
  switch (run.outcome->exit_code) {
    case exit_done:
      return "done";
    case exit_partly:
      return "partly";
    case exit_interrupted:
      return "stopped";
    default:
      return "failed";
  }
}

std::string duration_of(SyncRecord const& run) {
  if (!run.outcome) return {};
  return report::duration_text(std::chrono::milliseconds{(run.outcome->finished_us - run.started_us) / 1000});
}

std::uint64_t sum(SyncRecord const& run, std::uint64_t state::TableOutcome::*what) {
  std::uint64_t all = 0;
  if (run.outcome)
    for (auto const& table : run.outcome->tables) all += table.*what;
  return all;
}

std::string paint(std::string_view text, report::Style const& style) {
  if (text == "done") return style.good(text);
  return text == "failed" || text == "interrupted" ? style.bad(text) : style.warn(text);
}

json::object to_json(SyncRecord const& run) {
  json::object out{{"id", run.sync.id},
                   {"sync_time", time_text(run.sync.sync_time_us)},
                   {"sync_time_us", run.sync.sync_time_us},
                   {"status", status_of(run)},
                   {"started", time_text(run.started_us)},
                   {"command", run.command},
                   {"rows", sum(run, &state::TableOutcome::rows_written)},
                   {"rejects", sum(run, &state::TableOutcome::rows_rejected)}};
  if (!run.outcome) return out;
  out["exit_code"] = run.outcome->exit_code;
  out["duration_ms"] = (run.outcome->finished_us - run.started_us) / 1000;
  json::array tables;
  for (auto const& table : run.outcome->tables)
    tables.push_back(json::object{{"source", table.route.source},
                                  {"destination", table.route.destination},
                                  {"table", table.table},
                                  {"status", table.status},
                                  {"rows", table.rows_written},
                                  {"deleted", table.rows_deleted},
                                  {"rejects", table.rows_rejected},
                                  {"error", table.error}});
  out["tables"] = std::move(tables);
  return out;
}

void print_list(std::vector<SyncRecord> const& runs, Console& console) {
  if (runs.empty()) return console.result("No run of this kind is remembered.\n");
  auto const right = report::Align::right;
  report::Grid grid{{{"STARTED"},
                     {"TIME", right},
                     {"STATUS"},
                     {"CODE", right},
                     {"ROWS", right},
                     {"REJECTS", right},
                     {"ID"},
                     {"COMMAND"}}};
  for (auto const& run : runs) {
    auto const rejects = sum(run, &state::TableOutcome::rows_rejected);
    grid.add({time_text(run.started_us),
              duration_of(run),
              {status_of(run), [&](std::string_view text) { return paint(text, console.style()); }},
              run.outcome ? std::to_string(run.outcome->exit_code) : std::string{},
              run.outcome ? report::with_commas(sum(run, &state::TableOutcome::rows_written)) : std::string{},
              rejects == 0 ? std::string{} : report::with_commas(rejects),
              run.sync.id.substr(0, 8),
              report::one_line(run.command)});
  }
  console.result(grid.text("", [&](std::string_view text) { return console.style().strong(text); }));
}

std::string head(SyncRecord const& run, report::Style const& style) {
  auto const line = [](std::string_view name, std::string const& value) {
    return value.empty() ? std::string{} : "  " + report::pad_right(name, 11) + report::one_line(value) + "\n";
  };
  auto out = style.strong("Run " + run.sync.id) + "\n" + line("status", status_of(run)) +
             line("exit code", run.outcome ? std::to_string(run.outcome->exit_code) : "") +
             line("command", run.command) + line("started", time_text(run.started_us)) +
             line("took", duration_of(run)) + line("sync time", time_text(run.sync.sync_time_us));
  if (run.phase == state::SyncPhase::interrupted)
    out += "  It ended without a word, as after kill -9 or a power cut; the next sync goes on from its last commits.\n";
  return out;
}

std::string tables_text(SyncRecord const& run, report::Style const& style) {
  if (!run.outcome || run.outcome->tables.empty()) return {};
  auto const right = report::Align::right;
  report::Grid grid{
      {{"SOURCE -> DESTINATION"}, {"TABLE"}, {"ROWS", right}, {"DELETED", right}, {"REJECTS", right}, {"STATUS"}}};
  std::string errors;
  for (auto const& table : run.outcome->tables) {
    auto const number = [](std::uint64_t value) { return value == 0 ? std::string{} : report::with_commas(value); };
    grid.add({report::one_line(route_name(table.route)),
              report::one_line(table.table),
              report::with_commas(table.rows_written),
              number(table.rows_deleted),
              number(table.rows_rejected),
              {table.status, [&](std::string_view text) { return paint(text, style); }}});
    if (!table.error.empty())
      errors += "  " + report::one_line(route_name(table.route)) + (table.table.empty() ? "" : ": " + table.table) +
                ": " + report::printable(table.error) + "\n";
  }
  auto out = "\n" + grid.text("", [&](std::string_view text) { return style.strong(text); });
  return errors.empty() ? out : out + "\nErrors:\n" + errors;
}

Result<SyncRecord> find(std::vector<SyncRecord> const& runs, std::string const& wanted,
                        std::filesystem::path const& file) {
  if (runs.empty()) return Error::of(Errc::not_found, "no run is remembered in ", file.string());
  if (wanted.empty() || wanted == "last") return runs.front();
  std::vector<SyncRecord> found;
  for (auto const& run : runs)
    if (run.sync.id.starts_with(wanted)) found.push_back(run);
  if (found.size() == 1) return found.front();
  return Error::of(Errc::not_found, found.empty() ? "no run has the id " : "several runs have ids that begin with ",
                   wanted, "; `oarlock runs list` shows them");
}

}  // namespace

int run_runs_list(Options const& options, Console& console) {
  auto state = open_snapshot(options, console);
  if (!state) return fail(state.error(), exit_fault, console);
  auto runs = state->recent_syncs(all_runs);
  if (!runs) return fail(runs.error(), exit_fault, console);
  std::erase_if(*runs,
                [&](SyncRecord const& run) { return !options.status.empty() && status_of(run) != options.status; });
  if (runs->size() > options.last) runs->resize(options.last);
  if (!console.json()) return print_list(*runs, console), exit_done;
  json::array all;
  for (auto const& run : *runs) all.push_back(to_json(run));
  console.document({{"exit_code", exit_done}, {"state_file", state->path().string()}, {"runs", std::move(all)}});
  return exit_done;
}

int run_runs_show(Options const& options, Console& console) {
  auto state = open_snapshot(options, console);
  if (!state) return fail(state.error(), exit_fault, console);
  auto const runs = state->recent_syncs(all_runs);
  if (!runs) return fail(runs.error(), exit_fault, console);
  auto const run = find(*runs, options.run, state->path());
  if (!run) return fail(run.error(), exit_usage, console);
  console.json() ? console.document(to_json(*run))
                 : console.result(head(*run, console.style()) + tables_text(*run, console.style()));
  return exit_done;
}

}  // namespace oar::cli
