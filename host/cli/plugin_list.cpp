// `oarlock plugin list`: the plugins that can be found, and where they lie.
#include <map>

#include "host/cli/commands.hpp"
#include "host/cli/prepare.hpp"
#include "host/cli/signals.hpp"
#include "host/plugins/library.hpp"
#include "host/report/grid.hpp"

namespace oar::cli {
namespace {

namespace json = boost::json;

std::string roles_of(plugins::Descriptor const& descriptor) {
  std::string out;
  for (auto const role : {plugins::Role::source, plugins::Role::destination})
    if (descriptor.has(role)) out.append(out.empty() ? "" : ", ").append(name_of(role));
  return out;
}

// One plugin that a library holds, or why the library cannot be used.
struct Row {
  plugins::Found found;
  plugins::Descriptor descriptor;
  std::string error;
};

std::vector<Row> rows_of(std::vector<plugins::Found> const& found) {
  std::vector<Row> rows;
  for (auto const& each : found) {
    auto const library = plugins::Library::load(each.path);
    if (!library) {
      rows.push_back({each, {}, library.error().message()});
      continue;
    }
    for (auto const& descriptor : (*library)->descriptors()) rows.push_back({each, descriptor, {}});
  }
  return rows;
}

json::object to_json(Row const& row) {
  json::object out{{"path", row.found.path.string()}, {"found_by", row.found.why}, {"shadowed", row.found.shadowed}};
  if (!row.error.empty()) {
    out["name"] = row.found.name;
    out["error"] = row.error;
    return out;
  }
  out["name"] = row.descriptor.name;
  out["id"] = row.descriptor.id;
  out["version"] = row.descriptor.version;
  out["vendor"] = row.descriptor.vendor;
  json::array roles;
  for (auto const role : {plugins::Role::source, plugins::Role::destination})
    if (row.descriptor.has(role)) roles.emplace_back(name_of(role));
  out["roles"] = std::move(roles);
  return out;
}

void print(std::vector<Row> const& rows, Console& console) {
  auto const& style = console.style();
  report::Grid grid{{{"NAME"}, {"VERSION"}, {"ROLES"}, {"WHERE"}}};
  for (auto const& row : rows) {
    if (!row.error.empty()) continue;
    auto const where = row.found.path.string() + (row.found.shadowed ? "  (hidden by the one above)" : "");
    auto const paint = [&](std::string_view text) { return row.found.shadowed ? style.dim(text) : std::string(text); };
    grid.add({{row.descriptor.name, paint},
              {row.descriptor.version, paint},
              {roles_of(row.descriptor), paint},
              {where, paint}});
  }
  if (!grid.empty()) console.result(grid.text("", [&](std::string_view text) { return style.strong(text); }));
  for (auto const& row : rows)
    if (!row.error.empty()) console.warning(row.error);
}

}  // namespace

int run_plugin_list(Options const& options, Console& console) {
  Signals const signals;
  auto const search = search_path(options);
  auto const rows = rows_of(plugins::list(search));
  if (console.json()) {
    json::array all;
    for (auto const& row : rows) all.push_back(to_json(row));
    console.document({{"plugins", std::move(all)}});
    return exit_done;
  }
  print(rows, console);
  if (!rows.empty()) return exit_done;
  std::string places;
  for (auto const& place : search.places) places += "\n" + place.path.string() + " (" + place.why + ")";
  console.warning("no plugins in any of these places; --plugin-dir DIR adds one:" + places);
  return exit_done;
}

}  // namespace oar::cli
