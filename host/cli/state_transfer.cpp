// `oarlock state export` and `state import`: the cursors of routes, as JSON that another state file takes.
//
// {"oarlock_state": 1, "bindings": [{"role", "name", "plugin"}],
//  "routes": [{"source", "destination", "cursors": [{"split", "epoch", "envelope"}]}]}; unknown members are ignored.
#include <boost/json.hpp>

#include <fstream>
#include <iterator>

#include "host/cli/commands.hpp"
#include "host/cli/confirm.hpp"
#include "host/cli/state_view.hpp"
#include "host/report/text.hpp"
#include "host/sync/base64.hpp"
#include "oar/json_parts.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

constexpr std::int64_t version = 1;

json::object to_json(state::Route const& route, std::vector<state::Cursor> const& cursors) {
  json::array all;
  for (auto const& cursor : cursors)
    all.push_back(json::object{
        {"split", cursor.split_id}, {"epoch", cursor.epoch}, {"envelope", sync::to_base64(cursor.envelope)}});
  return {{"source", route.source}, {"destination", route.destination}, {"cursors", std::move(all)}};
}

json::array to_json(std::vector<state::Binding> const& bindings, Options const& options) {
  json::array all;
  for (auto const& binding : bindings) {
    bool const source = binding.role == state::Role::source;
    if (!matches(source ? options.sources : options.destinations, binding.name)) continue;
    all.push_back(json::object{
        {"role", source ? "source" : "destination"}, {"name", binding.name}, {"plugin", binding.plugin_id}});
  }
  return all;
}

Result<json::object> exported(state::StateFile& state, Options const& options, Console& console) {
  json::array all;
  std::uint64_t in_doubt = 0;
  auto const routes = OAR_TRY(state.routes());
  for (auto const& route : routes) {
    if (!matches(options, route)) continue;
    auto const cursors = OAR_TRY(state.cursors(route));
    auto const pending = OAR_TRY(state.pending(route));
    in_doubt += pending.size();
    if (!cursors.empty()) all.push_back(to_json(route, cursors));
  }
  if (in_doubt > 0)
    console.warning(report::plural(in_doubt, "commit") +
                    " in doubt left out: only a sync from this state file can ask the destination about them");
  auto const bindings = OAR_TRY(state.bindings());
  return json::object{{"oarlock_state", version}, {"bindings", to_json(bindings, options)}, {"routes", std::move(all)}};
}

Error not_an_export(std::string const& file, std::string const& why) {
  return Error::of(Errc::config, file, ": ", why, "; expected what `oarlock state export` prints");
}

std::string text_in(json::object const& object, char const* name) {
  auto const* value = object.if_contains(name);
  return value == nullptr || !value->is_string() ? std::string{} : std::string(value->get_string());
}

json::array const& list_in(json::object const& object, char const* name) {
  static json::array const none;
  auto const* value = object.if_contains(name);
  return value == nullptr || !value->is_array() ? none : value->get_array();
}

Result<state::Cursor> cursor_of(json::value const& value, std::string const& file) {
  auto const* object = value.if_object();
  if (object == nullptr) return not_an_export(file, "found a cursor that is no object");
  auto const* epoch = object->if_contains("epoch");
  auto const envelope = base64_bytes(text_in(*object, "envelope"));
  json::error_code wrong;
  state::Cursor cursor{.split_id = text_in(*object, "split"),
                       .epoch = epoch == nullptr ? 0 : epoch->to_number<std::uint64_t>(wrong),
                       .envelope = envelope.value_or("")};
  if (wrong || cursor.epoch == 0 || cursor.split_id.empty() || cursor.envelope.empty())
    return not_an_export(file, "found a cursor without split, epoch or envelope");
  return cursor;
}

Result<state::Portable> parsed(std::string const& file) {
  std::ifstream stream{file, std::ios::binary};
  std::string const text{std::istreambuf_iterator<char>{stream}, {}};
  if (!stream) return Error::of(Errc::config, "cannot read ", file);
  json::error_code wrong;
  auto const document = json::parse(text, wrong);
  auto const* object = wrong ? nullptr : document.if_object();
  auto const* marked = object == nullptr ? nullptr : object->if_contains("oarlock_state");
  if (marked == nullptr) return not_an_export(file, "found no JSON with oarlock_state");
  if (*marked != version) return not_an_export(file, "found version " + json::serialize(*marked) + ", expected 1");
  state::Portable state;
  for (auto const& value : list_in(*object, "bindings")) {
    auto const* binding = value.if_object();
    auto const role = binding == nullptr ? std::string{} : text_in(*binding, "role");
    if (role != "source" && role != "destination") return not_an_export(file, "found a binding without a role");
    state.bindings.push_back({role == "source" ? state::Role::source : state::Role::destination,
                              text_in(*binding, "name"), text_in(*binding, "plugin")});
    if (state.bindings.back().name.empty() || state.bindings.back().plugin_id.empty())
      return not_an_export(file, "found a binding without name or plugin");
  }
  for (auto const& value : list_in(*object, "routes")) {
    auto const* route = value.if_object();
    if (route == nullptr || text_in(*route, "source").empty() || text_in(*route, "destination").empty())
      return not_an_export(file, "found a route without source or destination");
    state::RouteState one{{text_in(*route, "source"), text_in(*route, "destination")}, {}};
    for (auto const& cursor : list_in(*route, "cursors")) one.cursors.push_back(OAR_TRY(cursor_of(cursor, file)));
    state.routes.push_back(std::move(one));
  }
  return state;
}

std::string intention(state::Portable const& portable, std::filesystem::path const& path) {
  std::string out;
  for (auto const& route : portable.routes)
    out +=
        "  " + report::one_line(route_name(route.route)) + ": " + report::plural(route.cursors.size(), "cursor") + "\n";
  return "Into " + path.string() + ":\n" + out +
         "A destination that keeps cursors itself goes by its own record, whatever is imported.\n";
}

Result<int> import_file(Options const& options, Console& console) {
  auto const portable = OAR_TRY(parsed(options.file));
  auto const path = OAR_TRY(state_place(options));
  if (!console.json()) console.result(intention(portable, path));
  if (!OAR_TRY(confirm(options, "Import them?"))) return console.result("Nothing was imported.\n"), int{exit_usage};
  auto state = OAR_TRY(state::StateFile::open(path, state::Access::read_write));
  auto const lock = OAR_TRY(state.lock(options.typed));
  OAR_TRY(state.put_back(portable));
  std::uint64_t cursors = 0;
  for (auto const& route : portable.routes) cursors += route.cursors.size();
  if (console.json())
    console.document({{"exit_code", exit_done}, {"state_file", path.string()}, {"cursors", cursors}});
  else
    console.result("Imported " + report::plural(cursors, "cursor") + ".\n");
  return int{exit_done};
}

}  // namespace

int run_state_export(Options const& options, Console& console) {
  auto state = open_snapshot(options, console);
  if (!state) return fail(state.error(), exit_fault, console);
  auto const document = exported(*state, options, console);
  if (!document) return fail(document.error(), exit_fault, console);
  console.document(*document);
  return exit_done;
}

int run_state_import(Options const& options, Console& console) {
  auto const done = import_file(options, console);
  if (done) return *done;
  return fail(done.error(), done.error().code() == Errc::config ? exit_usage : exit_fault, console);
}

}  // namespace oar::cli
