#include "plugins/sqlite/rebuild.hpp"

#include <algorithm>
#include <array>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {
namespace {

bool contains(std::vector<std::string> const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Only what this plugin writes into CREATE TABLE is copied: anything else could be lost without a word.
bool plain(TableShape const& table) {
  auto sql = table.sql;
  std::ranges::transform(sql, sql.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  static constexpr auto clauses = std::to_array<std::string_view>(
      {"CHECK", "REFERENCES", "COLLATE", "GENERATED", "UNIQUE", "DEFAULT", "AUTOINCREMENT", "WITHOUT", "STRICT"});
  return std::ranges::none_of(clauses, [&](auto clause) { return sql.find(clause) != sql.npos; });
}

std::string create(std::string const& name, TableShape const& table, Table const& wanted,
                   std::vector<std::string> const& changed) {
  std::string columns;
  for (auto const& column : table.columns) {
    auto const type = contains(changed, column.name)
                          ? declared_type(wanted.columns()[*wanted.index_of(column.name)].type)
                          : column.declared;
    columns.append(columns.empty() ? "" : ", ").append(quoted(column.name));
    if (!type.empty()) columns.append(" ").append(type);
    if (column.not_null) columns += " NOT NULL";
  }
  if (auto const key = table.primary_key(); !key.empty())
    columns.append(", PRIMARY KEY (").append(quoted_list(key)).append(")");
  return "CREATE TABLE " + quoted(name) + " (" + columns + ")";
}

}  // namespace

std::vector<std::string> columns_to_rebuild(TableShape const& table, Table const& wanted) {
  std::vector<std::string> names;
  for (auto const& column : table.columns)
    if (auto const at = wanted.index_of(column.name))
      if (takes_when_rebuilt(column.declared, wanted.columns()[*at].type)) names.push_back(column.name);
  return names;
}

Result<std::vector<std::string>> rebuild(TableShape const& table, Table const& wanted) {
  auto const changed = columns_to_rebuild(table, wanted);
  if (changed.empty()) return std::vector<std::string>{};
  if (!plain(table))
    return Error::of(
        Errc::schema, "table ", table.name, ": column ", changed.front(),
        " must become uint64, and the table has constraints that copying it would lose; change it by hand, "
        "or write migrate_mode: forced");
  std::vector<std::string> columns;
  for (auto const& column : table.columns) columns.push_back(column.name);
  auto const fresh = "_oar_new_" + table.name;
  auto const all = quoted_list(columns);
  std::vector<std::string> statements{
      create(fresh, table, wanted, changed),
      "INSERT INTO " + quoted(fresh) + " (" + all + ") SELECT " + all + " FROM " + quoted(table.name),
      "DROP TABLE " + quoted(table.name),
      "ALTER TABLE " + quoted(fresh) + " RENAME TO " + quoted(table.name),
  };
  statements.insert(statements.end(), table.extras.begin(), table.extras.end());
  return statements;
}

}  // namespace oar::sqlite
