#pragma once
// What most commands begin with: the configuration read, and the plugins in it ready.

#include <boost/json/array.hpp>

#include <optional>
#include <stop_token>

#include "host/cli/console.hpp"
#include "host/cli/ends.hpp"
#include "host/cli/options.hpp"
#include "host/config/load.hpp"
#include "host/plugins/search.hpp"

namespace oar::cli {

struct Prepared {
  config::Loaded loaded;
  Ends ends;                              // refer to `loaded`
  std::vector<config::Problem> problems;  // of both, by place

  bool ok() const { return !config::has_errors(problems); }
};

// With --source only these sources, and the destinations they write to. Everything that is wrong is told on stderr; the
// problems stay for a JSON document.
Prepared prepare(Options const& options, Which which, Console& console, Stops const& stops);

plugins::SearchPath search_path(Options const& options);

boost::json::array to_json(std::vector<config::Problem> const& problems, report::Redactor const& redactor);

// With --output json: {"exit_code": 2, "problems": [...]}. Returns 2.
int refuse(Prepared const& prepared, Console& console);

}  // namespace oar::cli
