#include "plugins/postgresql/destination/create.hpp"

#include <algorithm>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/table_shape.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {
namespace {

bool is_among(std::vector<std::string> const& names, std::string_view wanted) {
  return std::ranges::find(names, wanted) != names.end();
}

}  // namespace

std::vector<std::string> merge_key(Layout const& layout) {
  return layout.mode == WriteMode::upsert ? layout.table.primary_key() : std::vector<std::string>{};
}

std::vector<std::string> fitted_key(Layout const& layout) {
  auto key = merge_key(layout);
  for (auto& name : key) name = fitted(name);
  return key;
}

std::string comment_null(std::string const& table, Field const& field) {
  return "COMMENT ON COLUMN " + table + "." + quoted(fitted(field.name)) + " IS " + literal(null_comment);
}

std::vector<std::string> create_table(std::string const& schema, Layout const& layout, Inherited const& inherited) {
  auto const table = qualified(schema, fitted(layout.table.name()));
  auto const key = fitted_key(layout);
  std::string columns;
  std::vector<std::string> comments;
  for (auto const& field : layout.table.columns()) {
    auto const name = fitted(field.name);
    columns.append(columns.empty() ? "" : ", ").append(quoted(name)).append(" ");
    columns += sql_of(native_of(field.type));
    if (is_among(key, name) || (!field.nullable && !is_among(inherited.may_be_null, name))) columns += " NOT NULL";
    if (field.type.kind == Kind::null) comments.push_back(comment_null(table, field));
  }
  for (auto const& definition : inherited.columns) columns.append(", ").append(definition);
  if (!key.empty()) columns.append(", PRIMARY KEY (").append(quoted_list(key)).append(")");
  std::vector<std::string> statements{"CREATE TABLE " + table + " (" + columns + ")"};
  statements.insert(statements.end(), comments.begin(), comments.end());
  return statements;
}

}  // namespace oar::postgresql
