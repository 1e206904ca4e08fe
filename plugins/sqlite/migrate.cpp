#include "plugins/sqlite/migrate.hpp"

#include <algorithm>
#include <optional>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/rebuild.hpp"
#include "plugins/sqlite/statement.hpp"
#include "plugins/sqlite/table_shape.hpp"
#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {
namespace {

using Statements = std::vector<std::string>;

bool contains(std::vector<std::string> const& names, std::string_view wanted) {
  return std::ranges::any_of(names, [&](auto const& name) { return same_name(name, wanted); });
}

bool same_set(std::vector<std::string> const& a, std::vector<std::string> const& b) {
  return a.size() == b.size() && std::ranges::all_of(a, [&](auto const& name) { return contains(b, name); });
}

std::string column_definition(Field const& field) {
  auto const type = declared_type(field.type);
  return quoted(field.name) + (type.empty() ? "" : " " + type);
}

std::string create_table(Layout const& layout) {
  auto const key = merge_key(layout);
  std::string columns;
  for (auto const& field : layout.table.columns()) {
    columns.append(columns.empty() ? "" : ", ").append(column_definition(field));
    if (contains(key, field.name)) columns += " NOT NULL";
  }
  if (!key.empty()) columns.append(", PRIMARY KEY (").append(quoted_list(key)).append(")");
  return "CREATE TABLE " + quoted(layout.table.name()) + " (" + columns + ")";
}

// The rowid under another name: SQLite fills it.
bool fills_itself(TableShape const& table, ColumnShape const& column) {
  return column.key_position > 0 && table.primary_key().size() == 1 && same_name(column.declared, "INTEGER");
}

// ---- what stands against this layout, in words; nothing when it is safe ----

std::optional<std::string> type_obstacle(TableShape const& table, Layout const& layout) {
  for (auto const& field : layout.table.columns()) {
    auto const* column = table.column(field.name);
    if (!column || takes(column->declared, field.type) || takes_when_rebuilt(column->declared, field.type)) continue;
    return "column " + field.name + " is " + column->declared + " and would become " + declared_type(field.type) +
           " (" + describe(field.type) + ")";
  }
  return std::nullopt;
}

std::string in_words(std::vector<std::string> const& key) {
  return key.empty() ? "none" : "(" + quoted_list(key) + ")";
}

std::optional<std::string> key_obstacle(TableShape const& table, Layout const& layout) {
  auto const wanted = merge_key(layout);
  auto const have = table.primary_key();
  auto const change = "its primary key is " + in_words(have) + " and would become " + in_words(wanted);
  if (wanted.empty()) {
    auto const ours = [&](auto const& name) { return layout.table.index_of(name).has_value(); };
    return std::ranges::any_of(have, ours) ? std::optional{change} : std::nullopt;
  }
  auto const fits = [&](auto const& unique) { return same_set(unique, wanted); };
  if (std::ranges::any_of(table.unique, fits)) return std::nullopt;
  return change;
}

std::optional<std::string> null_obstacle(TableShape const& table, Layout const& layout) {
  auto const key = merge_key(layout);
  for (auto const& column : table.columns) {
    if (!column.not_null || contains(key, column.name)) continue;
    auto const& fields = layout.table.columns();
    auto const field = std::ranges::find_if(fields, [&](auto const& f) { return same_name(f.name, column.name); });
    if (field == fields.end() && (column.has_default || fills_itself(table, column))) continue;
    if (field != fields.end() && !field->nullable) continue;
    return "column " + column.name + " is NOT NULL and the source " +
           (field == fields.end() ? "does not deliver it" : "may deliver NULL");
  }
  return std::nullopt;
}

// An unsigned column becomes wider than SQLite's integers: safe unless negative numbers stand there.
Result<std::optional<std::string>> sign_obstacle(Connection const& connection, TableShape const& table,
                                                 Layout const& layout) {
  for (auto const& name : columns_to_rebuild(table, layout.table)) {
    auto const sql = "SELECT 1 FROM " + quoted(table.name) + " WHERE " + quoted(name) + " < 0 LIMIT 1";
    auto found = OAR_TRY(Statement::prepare(connection, sql, "look for negative numbers"));
    if (OAR_TRY(found.step()))
      return std::optional{"column " + name + " holds negative numbers and would become uint64"};
  }
  return std::optional<std::string>{};
}

Result<std::optional<std::string>> obstacle(Connection const& connection, TableShape const& table,
                                            Layout const& layout) {
  if (auto found = key_obstacle(table, layout)) return found;
  if (auto found = type_obstacle(table, layout)) return found;
  if (auto found = null_obstacle(table, layout)) return found;
  return sign_obstacle(connection, table, layout);
}

Result<std::string> aside_name(Connection const& connection, std::string const& table) {
  for (int n = 1;; ++n) {
    auto name = "_oar_old_" + std::to_string(n) + "_" + table;
    auto const taken = OAR_TRY(read_shape(connection, name));
    if (!taken) return name;
  }
}

Result<Statements> add_columns(TableShape const& table, Layout const& layout) {
  Statements statements;
  for (auto const& field : layout.table.columns())
    if (!table.column(field.name))
      statements.push_back("ALTER TABLE " + quoted(table.name) + " ADD COLUMN " + column_definition(field));
  if (table.columns.size() + statements.size() > most_columns)
    return Error::of(Errc::schema, "table ", table.name, " would have ", table.columns.size() + statements.size(),
                     " columns, SQLite takes ", most_columns);
  return statements;
}

Result<void> check_layout(Layout const& layout) {
  OAR_TRY(check_names(layout.table));
  for (auto const& name : layout.table.primary_key())
    if (!layout.table.index_of(name))
      return Error::of(Errc::schema, "table ", layout.table.name(), ": its key column ", name,
                       " is not among its columns");
  return {};
}

Result<void> check_stored_name(TableShape const& table, Layout const& layout) {
  if (table.kind != "table")
    return Error::of(Errc::schema, table.name, " is a ", table.kind, " in this database; rename it, or skip the table");
  if (table.name == layout.table.name()) return {};
  return Error::of(Errc::schema, "table ", layout.table.name(), ": the database has a table ", table.name,
                   ", and SQLite ignores case in names; rename or skip one of them");
}

}  // namespace

std::vector<std::string> merge_key(Layout const& layout) {
  return layout.mode == WriteMode::upsert ? layout.table.primary_key() : std::vector<std::string>{};
}

Result<Statements> plan_migration(Connection const& connection, Layout const& layout, Unsafe unsafe) {
  OAR_TRY(check_layout(layout));
  auto const& name = layout.table.name();
  auto const table = OAR_TRY(read_shape(connection, name));
  if (!table) return Statements{create_table(layout)};
  OAR_TRY(check_stored_name(*table, layout));
  if (auto const why = OAR_TRY(obstacle(connection, *table, layout))) {
    auto const aside = OAR_TRY(aside_name(connection, name));
    if (unsafe == Unsafe::set_aside)
      return Statements{"ALTER TABLE " + quoted(name) + " RENAME TO " + quoted(aside), create_table(layout)};
    return Error::of(Errc::schema, "table ", name, ": ", *why,
                     ", which is no safe change. With migrate_mode: forced the table is kept as ", aside,
                     " and a new one made");
  }
  auto statements = OAR_TRY(rebuild(*table, layout.table));
  auto const added = OAR_TRY(add_columns(*table, layout));
  statements.insert(statements.end(), added.begin(), added.end());
  return statements;
}

}  // namespace oar::sqlite
