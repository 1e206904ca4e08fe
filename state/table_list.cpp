// JSON arrays of text, by Boost.JSON.
#include "state/table_list.hpp"

#include <boost/json.hpp>

namespace oar::state {

namespace json = boost::json;

std::string to_json(std::vector<std::string> const& tables) {
  json::array names;
  for (auto const& table : tables) names.emplace_back(json::string_view(table.data(), table.size()));
  return json::serialize(names);
}

Result<std::vector<std::string>> tables_from_json(std::string const& text) {
  json::error_code code;
  auto const value = json::parse(text, code);
  if (code || !value.is_array()) return Error::of(Errc::data, "state file: not a JSON array of tables: ", text);
  std::vector<std::string> tables;
  for (auto const& name : value.get_array()) {
    if (!name.is_string()) return Error::of(Errc::data, "state file: not a table's name: ", json::serialize(name));
    tables.emplace_back(name.get_string().data(), name.get_string().size());
  }
  return tables;
}

}  // namespace oar::state
