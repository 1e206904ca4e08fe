#pragma once
// Where the splits of routes stand, as the state file has it, with the host's envelope opened.

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "host/cli/state_view.hpp"
#include "host/sync/envelope.hpp"

namespace oar::cli {

struct Standing {
  state::Route route;
  std::string split_id;
  std::uint64_t epoch = 0;
  sync::Envelope envelope;
  std::string fault;  // why the envelope cannot be read; empty = it was
};

Standing opened(state::Route const& route, state::Cursor const& cursor);
// Of the routes, splits and tables that the filters of the command name.
Result<std::vector<Standing>> standings(state::StateFile& state, Options const& options);
bool wanted(Options const& options, std::string const& split_id, std::vector<std::string> const& tables);

std::string phase_text(Standing const& standing);  // "incremental, done"
boost::json::object to_json(Standing const& standing);

}  // namespace oar::cli
