// Loads configuration and plugins, and tells every problem once.
#include "host/cli/prepare.hpp"

#include "host/cli/part.hpp"
#include "host/config/environment.hpp"
#include "host/report/text.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

// In what is half read, only ends that at least know their plugin are worth a look.
template <class Settings>
void drop_nameless(std::vector<Settings>& all) {
  std::erase_if(all, [](auto const& each) { return each.path.empty() || each.name.empty(); });
}

}  // namespace

plugins::SearchPath search_path(Options const& options) {
  return plugins::SearchPath::of(plugins::SearchSettings::ambient(options.plugin_dirs));
}

Prepared prepare(Options const& options, Which which, Console& console, Stops const& stops) {
  Prepared out{config::load(options.configs, config::ProcessEnvironment{}), {}, {}};
  out.problems = out.loaded.problems;
  if (!out.loaded.ok()) {
    drop_nameless(out.loaded.config.sources);
    drop_nameless(out.loaded.config.destinations);
  }
  keep_sources(out.loaded.config, options.sources, out.problems);
  keep_destinations(out.loaded.config, options.destinations, out.problems);
  out.ends = load_ends(out.loaded, which, search_path(options), console, stops);
  out.problems.insert(out.problems.end(), out.ends.problems.begin(), out.ends.problems.end());
  config::sort_by_place(out.problems);
  console.problems(out.problems);
  return out;
}

json::array to_json(std::vector<config::Problem> const& problems, report::Redactor const& redactor) {
  json::array out;
  for (auto const& problem : problems) {
    bool const is_error = problem.severity == config::Severity::error;
    out.push_back(json::object{{"severity", is_error ? "error" : "warning"},
                               {"file", problem.place.file},
                               {"line", problem.place.line},
                               {"column", problem.place.column},
                               {"path", problem.path},
                               {"message", redactor.clean(problem.message)}});
  }
  return out;
}

int refuse(Prepared const& prepared, Console& console) {
  if (console.json())
    console.document({{"exit_code", exit_usage}, {"problems", to_json(prepared.problems, console.redactor())}});
  return exit_usage;
}

}  // namespace oar::cli
