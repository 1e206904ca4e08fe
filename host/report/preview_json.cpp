// Previews as one JSON object; members are only ever added.
#include <boost/json/array.hpp>

#include "host/report/preview.hpp"
#include "host/report/summary.hpp"
#include "host/report/text.hpp"

namespace oar::report {
namespace {

namespace json = boost::json;

json::array printable_texts(std::vector<std::string> const& all) {
  json::array out;
  for (auto const& each : all) out.emplace_back(printable(each, ""));
  return out;
}

json::value number_or_null(std::int64_t value) { return value < 0 ? json::value(nullptr) : json::value(value); }
json::value text_or_null(std::string const& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value to_json(std::optional<sync::Migrated::Replaced> const& replaced) {
  if (!replaced) return nullptr;
  return json::object{{"why", printable(replaced->why, "")},
                      {"kept_as", text_or_null(replaced->kept_as)},
                      {"copied", replaced->copied}};
}

json::object migration_of(sync::TablePreview const& table) {
  return {{"table", table.table},
          {"statements", printable_texts(table.statements)},
          {"made_anew", to_json(table.replaced)}};
}

json::object to_json(sync::TablePreview const& table) {
  auto out = migration_of(table);
  json::array stale;
  for (auto const& scope : table.stale_among)
    stale.push_back(json::object{
        {"scope", printable(scope.scope, "")}, {"rows_now", scope.rows}, {"scope_has_vanished", scope.vanished}});
  out["read"] = sync::name_of(table.read);
  out["write"] = sync::name_of(table.write);
  out["deletes_stale"] = table.deletes_stale;
  out["marks_stale"] = table.marks_stale;
  out["delivery"] = sync::name_of(table.delivery);
  out["deleted_unless_read_again"] = std::move(stale);
  return out;
}

json::object to_json(sync::SplitPreview const& split) {
  return {{"id", printable(split.id, "")},
          {"scope", printable(split.scope, "")},
          {"tables", printable_texts(split.tables)},
          {"read", sync::name_of(split.read)},
          {"resumes", split.resumes},
          {"resumes_from", text_or_null(split.resumes_from)},
          {"read_again", split.again},
          {"estimated_rows", number_or_null(split.est_rows)},
          {"estimated_bytes", number_or_null(split.est_bytes)}};
}

json::object to_json(sync::RoutePreview const& route) {
  json::array tables;
  for (auto const& table : route.tables) tables.push_back(to_json(table));
  json::array splits;
  for (auto const& split : route.splits) splits.push_back(to_json(split));
  return {{"tables", std::move(tables)}, {"splits", std::move(splits)}, {"idle_cursors", route.idle_cursors}};
}

json::object migration_of(sync::RoutePreview const& route) {
  json::array tables;
  for (auto const& table : route.tables) tables.push_back(migration_of(table));
  return {{"tables", std::move(tables)}};
}

// What the summary knows of a route, with the preview's own members in place of its tables.
template <class Members>
json::object with_routes(sync::Preview const& preview, std::filesystem::path const& state_file, Members members) {
  auto out = summary_json(preview.summary, {state_file, {}});
  for (auto const* name : {"sync_id", "sync_time_us", "elapsed_ms", "rows", "deleted", "outcome"}) out.erase(name);
  auto& routes = out["routes"].as_array();
  for (std::size_t i = 0; i < routes.size() && i < preview.routes.size(); ++i) {
    auto& route = routes[i].as_object();
    for (auto const* name : {"status", "cursors_resumed", "resumed_from"}) route.erase(name);
    auto own = members(preview.routes[i]);
    auto& tables = own["tables"].as_array();
    for (auto const& told : route["tables"].as_array()) {
      for (auto& table : tables) {
        if (table.at("table") != told.at("table")) continue;
        table.as_object()["errors"] = told.at("errors");
        table.as_object()["notes"] = told.at("notes");
      }
    }
    for (auto& [name, value] : own) route[name] = std::move(value);
  }
  return out;
}

}  // namespace

json::object preview_json(sync::Preview const& preview, std::filesystem::path const& state_file) {
  return with_routes(preview, state_file, [](sync::RoutePreview const& route) { return to_json(route); });
}

json::object migration_json(sync::Preview const& preview, Told told) {
  auto out = with_routes(preview, {}, [](sync::RoutePreview const& route) { return migration_of(route); });
  out.erase("state_file");
  out["dry_run"] = told == Told::would_run;
  return out;
}

}  // namespace oar::report
