#include "plugins/sqlite/create.hpp"

#include <algorithm>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {

std::vector<std::string> merge_key(Layout const& layout) {
  return layout.mode == WriteMode::upsert ? layout.table.primary_key() : std::vector<std::string>{};
}

std::string column_definition(std::string const& name, std::string const& declared) {
  return quoted(name) + (declared.empty() ? "" : " " + declared);
}

std::string create_table(Layout const& layout, std::vector<std::string> const& more) {
  auto const key = merge_key(layout);
  std::string columns;
  for (auto const& field : layout.table.columns()) {
    columns.append(columns.empty() ? "" : ", ").append(column_definition(field.name, declared_type(field.type)));
    if (std::ranges::find(key, field.name) != key.end()) columns += " NOT NULL";
  }
  for (auto const& definition : more) columns.append(", ").append(definition);
  if (!key.empty()) columns.append(", PRIMARY KEY (").append(quoted_list(key)).append(")");
  return "CREATE TABLE " + quoted(layout.table.name()) + " (" + columns + ")";
}

}  // namespace oar::sqlite
