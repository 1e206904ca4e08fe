// `oarlock state reset`: forgets where splits stand, so that they are read again from the start.
#include <boost/json/array.hpp>

#include <optional>

#include "host/cli/commands.hpp"
#include "host/cli/confirm.hpp"
#include "host/cli/job.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/cli/standing.hpp"
#include "host/report/grid.hpp"
#include "host/report/text.hpp"
#include "host/report/tracker.hpp"
#include "host/sync/reset.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

// What is to be forgotten, route by route.
struct Chosen {
  state::Route route;
  std::vector<Standing> splits;
  bool whole = true;  // nothing of the route is left
};

std::vector<std::string> ids_of(Chosen const& chosen) {
  std::vector<std::string> ids;
  for (auto const& standing : chosen.splits) ids.push_back(standing.split_id);
  return ids;
}

std::string intention(std::vector<Chosen> const& all, report::Style const& style) {
  report::Grid grid{{{"SOURCE -> DESTINATION"}, {"SPLIT"}, {"TABLES"}, {"STATE"}, {"SYNC TIME"}}};
  bool unfinished = false;
  for (auto const& chosen : all)
    for (auto const& standing : chosen.splits) {
      grid.add({report::one_line(route_name(standing.route)), report::one_line(standing.split_id),
                report::one_line(joined(standing.envelope.tables)), phase_text(standing),
                time_text(standing.envelope.sync_time_us)});
      unfinished = unfinished || standing.envelope.read == sync::Read::full;
    }
  auto out = grid.text("", [&](std::string_view text) { return style.strong(text); }) +
             "\nThese are read again from the start. Rows stay where they are; tables that are appended to get them a "
             "second time.\n";
  if (unfinished) out += "What an unfinished sync wrote of full tables is not removed any more.\n";
  return out;
}

json::array to_json(std::vector<Chosen> const& all) {
  json::array out;
  for (auto const& chosen : all)
    for (auto const& standing : chosen.splits) out.push_back(to_json(standing));
  return out;
}

bool nothing(std::vector<Chosen> const& all) {
  for (auto const& chosen : all)
    if (!chosen.splits.empty()) return false;
  return true;
}

int nothing_matches(Options const& options, Console& console) {
  std::string what = "--source " + joined(options.sources);
  if (!options.destinations.empty()) what += " --destination " + joined(options.destinations);
  if (!options.only.empty()) what += " --table " + joined(options.only);
  if (!options.splits.empty()) what += " --split " + joined(options.splits);
  return fail(
      Error::of(Errc::not_found, "nothing is remembered of ", what, "; `oarlock state list` shows what there is"),
      exit_usage, console);
}

// Shows and asks; empty = go on.
std::optional<int> ask(std::vector<Chosen> const& all, Options const& options, Console& console) {
  if (!console.json()) console.result(intention(all, console.style()));
  auto const sure = confirm(options, "Forget them?");
  if (!sure) return fail(sure.error(), exit_usage, console);
  if (*sure) return std::nullopt;
  console.result("Nothing was forgotten.\n");
  return int{exit_usage};
}

int finish(std::vector<Chosen> const& done, std::vector<std::string> const& errors, Console& console) {
  int const code = errors.empty() ? exit_done : nothing(done) ? exit_nothing_moved : exit_partly;
  std::size_t splits = 0;
  for (auto const& chosen : done) splits += chosen.splits.size();
  for (auto const& error : errors) console.error(error);
  if (!console.json()) return console.result("Forgot " + report::plural(splits, "split") + ".\n"), code;
  json::array all;
  for (auto const& error : errors) all.emplace_back(console.redactor().clean(error));
  console.document({{"exit_code", code}, {"forgotten", to_json(done)}, {"errors", std::move(all)}});
  return code;
}

// --- without a configuration: this state file alone

std::vector<Chosen> by_route(std::vector<Standing> standings) {
  std::vector<Chosen> all;
  for (auto& standing : standings) {
    if (all.empty() || all.back().route != standing.route) all.push_back({.route = standing.route, .splits = {}});
    all.back().splits.push_back(std::move(standing));
  }
  return all;
}

Result<void> forget_here(state::StateFile& state, Chosen const& chosen, Options const& options) {
  if (options.only.empty() && options.splits.empty()) {
    OAR_TRY(state.reset({.source = chosen.route.source, .destination = chosen.route.destination}));
    return {};
  }
  state::Progress progress;
  for (auto const& standing : chosen.splits) progress.cursors.push_back({standing.split_id, standing.epoch + 1, {}});
  return state.save(chosen.route, progress);
}

int reset_here(Options const& options, Console& console) {
  auto const path = state_place(options);
  if (!path) return fail(path.error(), exit_usage, console);
  std::error_code ignored;
  if (!std::filesystem::exists(*path, ignored))
    return fail(Error::of(Errc::not_found, "there is no state file ", path->string()), exit_usage, console);
  auto state = state::StateFile::open(*path, state::Access::read_write);
  if (!state) return fail(state.error(), exit_fault, console);
  auto const lock = state->lock(options.typed);
  if (!lock) return fail(lock.error(), exit_fault, console);
  auto found = standings(*state, options);
  if (!found) return fail(found.error(), exit_fault, console);
  auto const all = by_route(*std::move(found));
  if (nothing(all)) return nothing_matches(options, console);
  if (auto const left = ask(all, options, console)) return *left;
  for (auto const& chosen : all)
    if (auto const done = forget_here(*state, chosen, options); !done) return fail(done.error(), exit_fault, console);
  console.warning(
      "only this state file forgot them. A destination that keeps cursors itself, as sqlite does, still has "
      "them, and the next sync goes by these; `oarlock state reset CONFIG --source ...` reaches it");
  return finish(all, {}, console);
}

// --- with one: the destinations' own records too

Chosen chosen_of(sync::RouteStand const& stand, Options const& options) {
  Chosen chosen{.route = stand.route, .splits = {}};
  for (auto const& record : stand.records) {
    auto standing = opened(stand.route, record);
    if (wanted(options, standing.split_id, standing.envelope.tables)) chosen.splits.push_back(std::move(standing));
  }
  chosen.whole = chosen.splits.size() == stand.records.size();
  return chosen;
}

int reset_everywhere(Options const& options, Console& console) {
  Signals const signals;
  auto const prepared = prepare(options, Which::all, console, {signals.soft(), signals.hard()});
  if (!prepared.ok()) return refuse(prepared, console);
  auto const job = job_of(prepared, options, options.typed);
  if (!job) return fail(job.error(), exit_fault, console);
  auto const path = state_place(options);
  if (!path) return fail(path.error(), exit_usage, console);
  auto state = state::StateFile::open(*path, state::Access::read_write);
  if (!state) return fail(state.error(), exit_fault, console);
  auto const lock = state->lock(options.typed);
  if (!lock) return fail(lock.error(), exit_fault, console);

  report::Tracker tracker{console.log(), [] { return std::chrono::steady_clock::now(); }};
  sync::Reset reset{*job, *state, tracker, signals.soft()};
  std::vector<Chosen> all;
  std::vector<std::string> errors;
  for (auto const& stand : reset.look()) {
    if (!stand.error.empty())
      errors.push_back(route_name(stand.route) + ": " + stand.error);
    else if (auto chosen = chosen_of(stand, options); !chosen.splits.empty())
      all.push_back(std::move(chosen));
  }
  if (nothing(all)) return errors.empty() ? nothing_matches(options, console) : finish({}, errors, console);
  if (auto const left = ask(all, options, console)) return *left;
  std::vector<Chosen> done;
  for (auto& chosen : all) {
    auto const forgotten =
        reset.forget(chosen.route, ids_of(chosen), chosen.whole ? sync::Reset::Whole::yes : sync::Reset::Whole::no);
    if (forgotten)
      done.push_back(std::move(chosen));
    else
      errors.push_back(route_name(chosen.route) + ": " + forgotten.error().message());
  }
  return finish(done, errors, console);
}

}  // namespace

int run_state_reset(Options const& options, Console& console) {
  if (options.sources.empty())
    return fail(Error::of(Errc::config, "no --source GLOB is given; --source '*' is all of them"), exit_usage, console);
  return options.configs.empty() ? reset_here(options, console) : reset_everywhere(options, console);
}

}  // namespace oar::cli
