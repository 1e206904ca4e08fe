#include "host/sync/route_record.hpp"

#include <boost/json.hpp>

namespace oar::sync {
namespace {

namespace json = boost::json;

constexpr std::int64_t version = 1;

Error damaged() {
  return Error::of(Errc::data, "the record of the route cannot be read; `oarlock state reset` forgets it");
}

json::array texts(std::set<std::string> const& all) {
  json::array out;
  for (std::string const& each : all) out.emplace_back(each);
  return out;
}

Result<std::set<std::string>> texts_of(json::object const& from, std::string_view name) {
  json::value const* const value = from.if_contains(name);
  if (!value || !value->is_array()) return damaged();
  std::set<std::string> texts;
  for (json::value const& each : value->get_array()) {
    if (!each.is_string()) return damaged();
    texts.emplace(each.get_string());
  }
  return texts;
}

}  // namespace

std::string encode(RouteRecord const& record) {
  std::map<std::set<std::string>, std::set<std::string>> tables_of;
  for (auto const& [table, known] : record.scopes) tables_of[known].insert(table);
  json::array entries;
  for (auto const& [known, tables] : tables_of)
    entries.push_back(json::object{{"tables", texts(tables)}, {"scopes", texts(known)}});
  return json::serialize(json::object{
      {"v", version}, {"scopes", std::move(entries)}, {"finished", record.finished}, {"time", record.time_us}});
}

Result<RouteRecord> decode_route_record(std::string_view bytes) {
  boost::system::error_code failed;
  json::value const value = json::parse(json::string_view{bytes.data(), bytes.size()}, failed);
  json::object const* const object = failed ? nullptr : value.if_object();
  json::value const* const entries = object ? object->if_contains("scopes") : nullptr;
  json::value const* const finished = object ? object->if_contains("finished") : nullptr;
  if (!entries || !entries->is_array() || !finished || !finished->is_string()) return damaged();
  RouteRecord record;
  record.finished = finished->get_string();
  if (json::value const* const time = object->if_contains("time"); time && time->is_int64())
    record.time_us = time->get_int64();
  for (json::value const& entry : entries->get_array()) {
    if (!entry.is_object()) return damaged();
    std::set<std::string> const known = OAR_TRY(texts_of(entry.get_object(), "scopes"));
    std::set<std::string> const tables = OAR_TRY(texts_of(entry.get_object(), "tables"));
    for (std::string const& table : tables) record.scopes[table].insert(known.begin(), known.end());
  }
  return record;
}

}  // namespace oar::sync
