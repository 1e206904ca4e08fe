#include "plugins/sqlite/rebuild.hpp"

#include <algorithm>
#include <array>

#include "plugins/sqlite/conversion.hpp"
#include "plugins/sqlite/create.hpp"
#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"
#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {
namespace {

// Only what this plugin writes into CREATE TABLE is copied: anything else could be lost without a word.
bool plain(TableShape const& table) {
  auto sql = table.sql;
  std::ranges::transform(sql, sql.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  static constexpr auto clauses = std::to_array<std::string_view>(
      {"CHECK", "REFERENCES", "COLLATE", "GENERATED", "UNIQUE", "DEFAULT", "AUTOINCREMENT", "WITHOUT", "STRICT"});
  return std::ranges::none_of(clauses, [&](auto clause) { return sql.find(clause) != sql.npos; });
}

Field const* field_of(Table const& table, std::string_view name) {
  auto const& fields = table.columns();
  auto const found = std::ranges::find_if(fields, [&](Field const& field) { return same_name(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

bool may_become_null(ColumnShape const& column, Field const* field) {
  return column.key_position == 0 && (field ? field->nullable : !column.has_default);
}

Rework::Column reworked(ColumnShape const& column, Field const* field) {
  Rework::Column out{
      column.name, column.declared, column.not_null && !may_become_null(column, field), quoted(column.name), {}};
  if (!field || takes(column.declared, field->type) || widening_into(column.declared, field->type, out.value))
    return out;
  auto const wider = conversion(column.declared, field->type, out.value);
  if (!wider || !wider->safe) return out;
  out.declared = declared_type(field->type);
  out.value = wider->value;
  out.lossless = wider->lossless;
  return out;
}

std::string create(std::string const& name, TableShape const& table, Rework const& rework) {
  std::string columns;
  for (auto const& column : rework.columns) {
    columns.append(columns.empty() ? "" : ", ").append(column_definition(column.name, column.declared));
    if (column.not_null) columns += " NOT NULL";
  }
  if (auto const key = table.primary_key(); !key.empty())
    columns.append(", PRIMARY KEY (").append(quoted_list(key)).append(")");
  return "CREATE TABLE " + quoted(name) + " (" + columns + ")";
}

}  // namespace

Rework rework_of(TableShape const& table, Layout const& layout) {
  Rework rework;
  auto const key = merge_key(layout);
  for (auto const& column : table.columns) {
    auto const in_key = std::ranges::any_of(key, [&](auto const& name) { return same_name(name, column.name); });
    auto wanted = reworked(column, field_of(layout.table, column.name));
    wanted.not_null = column.not_null && (in_key || wanted.not_null);
    if (wanted.declared != column.declared || wanted.not_null != column.not_null) rework.changed.push_back(column.name);
    rework.columns.push_back(std::move(wanted));
  }
  return rework;
}

Result<std::optional<std::string>> stands_against(Connection const& connection, TableShape const& table,
                                                  Rework const& rework) {
  if (rework.changed.empty()) return std::optional<std::string>{};
  if (!plain(table))
    return std::optional{"column " + rework.changed.front() +
                         " must change, and the table has constraints that copying it would lose"};
  for (auto const& column : rework.columns) {
    if (column.lossless.empty()) continue;
    auto const name = quoted(column.name);
    auto const sql = "SELECT 1 FROM " + quoted(table.name) + " WHERE " + name + " IS NOT NULL AND NOT (" +
                     column.lossless + ") LIMIT 1";
    auto found = OAR_TRY(Statement::prepare(connection, sql, "look for values that do not fit"));
    if (OAR_TRY(found.step()))
      return std::optional{"column " + column.name + " holds values that do not fit into " + column.declared};
  }
  return std::optional<std::string>{};
}

std::vector<std::string> rebuild(TableShape const& table, Rework const& rework) {
  if (rework.changed.empty()) return {};
  std::vector<std::string> names;
  std::string values;
  for (auto const& column : rework.columns) {
    names.push_back(column.name);
    values.append(values.empty() ? "" : ", ").append(column.value);
  }
  auto const fresh = "_oar_new_" + table.name;
  std::vector<std::string> statements{
      create(fresh, table, rework),
      "INSERT INTO " + quoted(fresh) + " (" + quoted_list(names) + ") SELECT " + values + " FROM " + quoted(table.name),
      "DROP TABLE " + quoted(table.name),
      "ALTER TABLE " + quoted(fresh) + " RENAME TO " + quoted(table.name),
  };
  statements.insert(statements.end(), table.extras.begin(), table.extras.end());
  return statements;
}

}  // namespace oar::sqlite
