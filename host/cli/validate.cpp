// `oarlock validate`: is this configuration right, as far as one can tell without connecting?
#include "host/cli/commands.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/print_schema.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

std::size_t count_routes(config::Config const& config) {
  std::size_t routes = 0;
  for (auto const& source : config.sources) routes += source.destinations.size();
  return routes;
}

std::string verdict(config::Config const& config) {
  using report::plural;
  return plural(config.sources.size(), "source") + ", " + plural(config.destinations.size(), "destination") + ", " +
         plural(count_routes(config), "route");
}

json::object document(Prepared const& prepared, report::Redactor const& redactor) {
  json::array files;
  for (auto const& file : prepared.loaded.files) files.emplace_back(file.string());
  return {{"valid", prepared.ok()},
          {"exit_code", prepared.ok() ? exit_done : exit_usage},
          {"files", std::move(files)},
          {"sources", prepared.loaded.config.sources.size()},
          {"destinations", prepared.loaded.config.destinations.size()},
          {"problems", cli::to_json(prepared.problems, redactor)}};
}

std::size_t count_errors(std::vector<config::Problem> const& problems) {
  std::size_t errors = 0;
  for (auto const& problem : problems) errors += problem.severity == config::Severity::error ? 1 : 0;
  return errors;
}

}  // namespace

int run_validate(Options const& options, Console& console) {
  if (options.print_schema) return print_schema(options, console);
  auto const prepared = prepare(options, Which::all, console, {});
  if (console.json()) {
    console.document(document(prepared, console.redactor()));
  } else if (prepared.ok()) {
    console.result(console.style().good("valid") + ": " + verdict(prepared.loaded.config) + "\n");
  } else {
    console.result(console.style().bad("not valid") + ": " + report::plural(count_errors(prepared.problems), "error") +
                   "\n");
  }
  return prepared.ok() ? exit_done : exit_usage;
}

}  // namespace oar::cli
