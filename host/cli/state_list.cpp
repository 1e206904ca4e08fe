// `oarlock state list` and `state show`: where every split of every route stands.
#include <boost/json/array.hpp>

#include <algorithm>

#include "host/cli/commands.hpp"
#include "host/cli/standing.hpp"
#include "host/report/grid.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

struct Seen {
  std::filesystem::path file;
  std::vector<Standing> standings;
  std::uint64_t in_doubt = 0;
  std::vector<state::Rebuilt> rebuilt = {};
};

Result<Seen> look(Options const& options, Console& console) {
  auto state = OAR_TRY(open_snapshot(options, console));
  Seen seen{state.path(), OAR_TRY(standings(state, options)), 0};
  auto const routes = OAR_TRY(state.routes());
  for (auto const& route : routes) {
    if (!matches(options, route)) continue;
    auto const pending = OAR_TRY(state.pending(route));
    seen.in_doubt += pending.size();
  }
  seen.rebuilt = OAR_TRY(state.rebuilt());
  std::erase_if(seen.rebuilt, [&](state::Rebuilt const& each) { return !matches(options, each.route); });
  return seen;
}

void print_json(Seen const& seen, Console& console) {
  json::array splits;
  for (auto const& standing : seen.standings) splits.push_back(to_json(standing));
  json::array rebuilt;
  for (auto const& each : seen.rebuilt)
    rebuilt.push_back(json::object{{"source", each.route.source},
                                   {"destination", each.route.destination},
                                   {"time", time_text(each.time_us)},
                                   {"time_us", each.time_us}});
  console.document({{"exit_code", exit_done},
                    {"state_file", seen.file.string()},
                    {"splits", std::move(splits)},
                    {"rebuilt", std::move(rebuilt)},
                    {"commits_in_doubt", seen.in_doubt}});
}

// From where the file learned what it had lost.
std::string rebuilt_text(Seen const& seen) {
  std::string out;
  for (auto const& each : seen.rebuilt)
    out += report::one_line(route_name(each.route)) + ": this file knew nothing of the route at " +
           time_text(each.time_us) + "; it was rebuilt from the own record of destination " +
           report::one_line(each.route.destination) + "\n";
  return out.empty() ? out : "\n" + out;
}

void print_list(Seen const& seen, Console& console) {
  if (seen.standings.empty())
    return console.result("Nothing is remembered of such a route in " + seen.file.string() + ".\n" +
                          rebuilt_text(seen));
  report::Grid grid{
      {{"SOURCE -> DESTINATION"}, {"SPLIT"}, {"TABLES"}, {"STATE"}, {"SYNC TIME"}, {"EPOCH", report::Align::right}}};
  state::Route last;
  for (auto const& standing : seen.standings) {
    bool const first = standing.route != last;
    last = standing.route;
    grid.add({first ? report::one_line(route_name(standing.route)) : std::string{}, report::one_line(standing.split_id),
              report::one_line(joined(standing.envelope.tables)), phase_text(standing),
              time_text(standing.envelope.sync_time_us), std::to_string(standing.epoch)});
  }
  console.result(grid.text("", [&](std::string_view text) { return console.style().strong(text); }));
  if (seen.in_doubt > 0)
    console.result("\n" + report::plural(seen.in_doubt, "commit") + " in doubt: the next sync asks the destination.\n");
  console.result(rebuilt_text(seen));
}

bool is_text(std::string const& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string cursor_text(std::string const& cursor) {
  if (cursor.empty()) return "none: from the start";
  if (is_text(cursor)) return cursor;
  std::string hex;
  for (char const each : cursor) {
    auto const c = static_cast<unsigned char>(each);
    hex.push_back("0123456789abcdef"[c >> 4U]);
    hex.push_back("0123456789abcdef"[c & 15U]);
  }
  return "0x" + hex;
}

std::string block(Standing const& standing, report::Style const& style) {
  auto const line = [](std::string_view name, std::string const& value) {
    return value.empty() ? std::string{} : "  " + report::pad_right(name, 11) + report::one_line(value) + "\n";
  };
  auto const& envelope = standing.envelope;
  return style.strong(report::one_line(route_name(standing.route) + ", split " + standing.split_id)) + "\n" +
         line("tables", joined(envelope.tables)) + line("scope", envelope.scope) + line("state", phase_text(standing)) +
         line("sync time", time_text(envelope.sync_time_us)) + line("sync", envelope.sync_id) +
         line("epoch", std::to_string(standing.epoch)) +
         (standing.fault.empty() ? line("cursor", cursor_text(envelope.cursor)) : line("fault", standing.fault));
}

}  // namespace

int run_state_list(Options const& options, Console& console) {
  auto const seen = look(options, console);
  if (!seen) return fail(seen.error(), exit_fault, console);
  console.json() ? print_json(*seen, console) : print_list(*seen, console);
  return exit_done;
}

int run_state_show(Options const& options, Console& console) {
  auto const seen = look(options, console);
  if (!seen) return fail(seen.error(), exit_fault, console);
  if (seen->standings.empty())
    return fail(Error::of(Errc::not_found, "nothing matches in ", seen->file.string(),
                          "; `oarlock state list` shows what there is"),
                exit_usage, console);
  if (console.json()) return print_json(*seen, console), exit_done;
  std::string out;
  for (auto const& standing : seen->standings) out += (out.empty() ? "" : "\n") + block(standing, console.style());
  console.result(out + rebuilt_text(*seen));
  return exit_done;
}

}  // namespace oar::cli
