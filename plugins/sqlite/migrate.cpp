#include "plugins/sqlite/migrate.hpp"

#include <algorithm>
#include <optional>

#include "plugins/sqlite/conversion.hpp"
#include "plugins/sqlite/create.hpp"
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

// The rowid under another name: SQLite fills it.
bool fills_itself(TableShape const& table, ColumnShape const& column) {
  return column.key_position > 0 && table.primary_key().size() == 1 && same_name(column.declared, "INTEGER");
}

// ---- what stands against this layout, in words; nothing when it is safe ----

std::optional<std::string> type_obstacle(TableShape const& table, Layout const& layout) {
  for (auto const& field : layout.table.columns()) {
    auto const* column = table.column(field.name);
    if (!column || widening_into(column->declared, field.type, "?")) continue;
    auto const wider = conversion(column->declared, field.type, "?");
    if (wider && wider->safe) continue;
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

// Elsewhere NOT NULL is dropped; a part of a key without it would let rows be there twice.
std::optional<std::string> null_obstacle(TableShape const& table, Layout const& layout) {
  auto const key = merge_key(layout);
  for (auto const& column : table.columns) {
    if (!column.not_null || column.key_position == 0 || contains(key, column.name)) continue;
    auto const& fields = layout.table.columns();
    auto const field = std::ranges::find_if(fields, [&](auto const& f) { return same_name(f.name, column.name); });
    if (field == fields.end() && (column.has_default || fills_itself(table, column))) continue;
    if (field != fields.end() && !field->nullable) continue;
    return "key column " + column.name + " is NOT NULL and the source " +
           (field == fields.end() ? "does not deliver it" : "may deliver NULL");
  }
  return std::nullopt;
}

Result<std::optional<std::string>> obstacle(Connection const& connection, TableShape const& table, Layout const& layout,
                                            Rework const& rework) {
  if (auto found = key_obstacle(table, layout)) return found;
  if (auto found = type_obstacle(table, layout)) return found;
  if (auto found = null_obstacle(table, layout)) return found;
  return stands_against(connection, table, rework);
}

Result<Statements> add_columns(TableShape const& table, Layout const& layout) {
  Statements statements;
  for (auto const& field : layout.table.columns())
    if (!table.column(field.name))
      statements.push_back("ALTER TABLE " + quoted(table.name) + " ADD COLUMN " +
                           column_definition(field.name, declared_type(field.type)));
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

Result<Migration> plan_migration(Connection const& connection, Layout const& layout, Unsafe unsafe,
                                 std::string_view source) {
  OAR_TRY(check_layout(layout));
  auto const& name = layout.table.name();
  auto const table = OAR_TRY(read_shape(connection, name));
  if (!table) return Migration{{create_table(layout)}};
  OAR_TRY(check_stored_name(*table, layout));
  auto const rework = rework_of(*table, layout);
  if (auto const why = OAR_TRY(obstacle(connection, *table, layout, rework))) {
    if (unsafe == Unsafe::set_aside) return set_aside(connection, *table, layout, *why, source);
    return Error::of(Errc::schema, "table ", name, ": ", *why,
                     ", which is no safe change. With migrate_mode: forced a new table is made, and the old one kept "
                     "as _oar_old_<n>_",
                     name, " until a sync has succeeded");
  }
  Migration migration{rebuild(*table, rework)};
  auto const added = OAR_TRY(add_columns(*table, layout));
  migration.statements.insert(migration.statements.end(), added.begin(), added.end());
  return migration;
}

}  // namespace oar::sqlite
