// Opens what the state file stores unread.
#include "host/cli/standing.hpp"

#include <boost/json/array.hpp>

#include "host/sync/base64.hpp"
#include "host/sync/route_record.hpp"

namespace oar::cli {

namespace json = boost::json;

namespace {

std::string_view phase_name(sync::Phase phase) {
  switch (phase) {
    case sync::Phase::reading:
      return "reading";
    case sync::Phase::done:
      return "done";
    case sync::Phase::incomplete:
      break;
  }
  return "incomplete";
}

}  // namespace

Standing opened(state::Route const& route, state::Cursor const& cursor) {
  Standing standing{.route = route, .split_id = cursor.split_id, .epoch = cursor.epoch};
  auto envelope = sync::decode(cursor.envelope);
  if (envelope)
    standing.envelope = *std::move(envelope);
  else
    standing.fault = envelope.error().message();
  return standing;
}

bool wanted(Options const& options, std::string const& split_id, std::vector<std::string> const& tables) {
  return matches(options.splits, split_id) && any_matches(options.only, tables);
}

Result<std::vector<Standing>> standings(state::StateFile& state, Options const& options) {
  std::vector<Standing> out;
  auto const routes = OAR_TRY(state.routes());
  for (auto const& route : routes) {
    if (!matches(options, route)) continue;
    auto const cursors = OAR_TRY(state.cursors(route));
    for (auto const& cursor : cursors) {
      if (cursor.split_id.starts_with(sync::reserved_prefix)) continue;  // the host's own notes
      auto standing = opened(route, cursor);
      if (wanted(options, standing.split_id, standing.envelope.tables)) out.push_back(std::move(standing));
    }
  }
  return out;
}

std::string phase_text(Standing const& standing) {
  if (!standing.fault.empty()) return "not readable";
  auto const& envelope = standing.envelope;
  if (envelope.read == sync::Read::incremental) return "incremental";  // the cursor says it all
  return "full, " + std::string{phase_name(envelope.phase)};
}

json::object to_json(Standing const& standing) {
  auto const& envelope = standing.envelope;
  json::array tables;
  for (auto const& table : envelope.tables) tables.emplace_back(table);
  json::object out{{"source", standing.route.source},
                   {"destination", standing.route.destination},
                   {"split", standing.split_id},
                   {"epoch", standing.epoch}};
  if (!standing.fault.empty()) {
    out["fault"] = standing.fault;
    return out;
  }
  out["tables"] = std::move(tables);
  out["scope"] = envelope.scope;
  out["read"] = envelope.read == sync::Read::full ? "full" : "incremental";
  out["phase"] = phase_name(envelope.phase);
  out["sync_id"] = envelope.sync_id;
  out["sync_time"] = time_text(envelope.sync_time_us);
  out["sync_time_us"] = envelope.sync_time_us;
  out["cursor_base64"] = sync::to_base64(envelope.cursor);
  return out;
}

}  // namespace oar::cli
