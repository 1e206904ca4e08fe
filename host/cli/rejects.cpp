// `oarlock rejects list` and `rejects export`: rows that could not be read or written, with the reason.
#include <boost/json.hpp>

#include <algorithm>

#include "host/cli/commands.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/grid.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;
using state::Reject;

constexpr std::size_t all_rejects = 1'000'000;

// The row as the value it is; as text where it is no JSON.
json::value row_of(Reject const& reject) {
  if (reject.row_json.empty()) return nullptr;
  json::error_code not_json;
  auto row = json::parse(reject.row_json, not_json);
  return not_json ? json::value(json::string(reject.row_json)) : row;
}

json::object to_json(Reject const& reject) {
  return {{"time", time_text(reject.time_us)},
          {"source", reject.route.source},
          {"destination", reject.route.destination},
          {"table", reject.table},
          {"run", reject.sync_id},
          {"reason", reject.reason},
          {"row", row_of(reject)}};
}

// RFC 4180.
std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out + "\"";
}

std::string csv(std::vector<Reject> const& rejects) {
  std::string out = "time,source,destination,table,run,reason,row\r\n";
  for (auto const& reject : rejects) {
    auto const time = time_text(reject.time_us);
    std::string line;
    for (std::string_view const field :
         {std::string_view(time), std::string_view(reject.route.source), std::string_view(reject.route.destination),
          std::string_view(reject.table), std::string_view(reject.sync_id), std::string_view(reject.reason),
          std::string_view(reject.row_json)})
      line.append(line.empty() ? "" : ",").append(csv_field(field));
    out += line + "\r\n";
  }
  return out;
}

std::string ndjson(std::vector<Reject> const& rejects) {
  std::string out;
  for (auto const& reject : rejects) out += json::serialize(to_json(reject)) + "\n";
  return out;
}

std::string text(std::vector<Reject> const& rejects, report::Style const& style) {
  report::Grid grid{{{"TIME"}, {"SOURCE -> DESTINATION"}, {"TABLE"}, {"REASON"}, {"ROW"}}};
  for (auto const& reject : rejects)
    grid.add({time_text(reject.time_us), report::one_line(route_name(reject.route)), report::one_line(reject.table),
              report::one_line(reject.reason), report::fit(report::one_line(reject.row_json), 100)});
  return grid.text("", [&](std::string_view title) { return style.strong(title); });
}

// The run that is meant: its whole id, the beginning of one, or `last`.
Result<std::string> run_id(state::StateFile& state, std::string const& wanted) {
  if (wanted.empty()) return std::string{};
  auto const runs = OAR_TRY(state.recent_syncs(all_rejects));
  for (auto const& run : runs)
    if (wanted == "last" || run.sync.id.starts_with(wanted)) return run.sync.id;
  return Error::of(Errc::not_found, "no run has the id ", wanted, "; `oarlock runs list` shows them");
}

Result<std::vector<Reject>> select(state::StateFile& state, Options const& options) {
  auto const run = OAR_TRY(run_id(state, options.run));
  auto rejects = OAR_TRY(state.rejects({.sync_id = run, .limit = all_rejects}));
  std::erase_if(rejects, [&](Reject const& reject) {
    return !matches(options, reject.route) || !matches(options.only, reject.table);
  });
  return rejects;
}

void print(std::vector<Reject> const& rejects, Output output, Console& console) {
  switch (output) {
    case Output::csv:
      return console.result(csv(rejects));
    case Output::ndjson:
      return console.result(ndjson(rejects));
    case Output::json: {
      json::array all;
      for (auto const& reject : rejects) all.push_back(to_json(reject));
      return console.document({{"exit_code", exit_done}, {"rejects", std::move(all)}});
    }
    case Output::text:
      return console.result(rejects.empty() ? "No reject of this kind is remembered.\n"
                                            : text(rejects, console.style()));
  }
}

int run(Options const& options, Console& console, Output output, std::size_t last) {
  auto state = open_snapshot(options, console);
  if (!state) return fail(state.error(), exit_fault, console);
  auto rejects = select(*state, options);
  if (!rejects)
    return fail(rejects.error(), rejects.error().code() == Errc::not_found ? exit_usage : exit_fault, console);
  bool const more = rejects->size() > last;
  if (more) rejects->resize(last);
  print(*rejects, output, console);
  if (more && output == Output::text)
    console.warning("only the newest " + std::to_string(last) + " are shown; --last N shows more, rejects export all");
  return exit_done;
}

}  // namespace

int run_rejects_list(Options const& options, Console& console) {
  return run(options, console, options.output, options.last);
}

int run_rejects_export(Options const& options, Console& console) {
  return run(options, console, options.output == Output::text ? Output::ndjson : options.output, all_rejects);
}

}  // namespace oar::cli
