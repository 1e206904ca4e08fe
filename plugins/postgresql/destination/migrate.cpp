#include "plugins/postgresql/destination/migrate.hpp"

#include <algorithm>
#include <optional>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/check_names.hpp"
#include "plugins/postgresql/destination/create.hpp"
#include "plugins/postgresql/destination/table_shape.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {
namespace {

using Statements = std::vector<std::string>;

bool contains(std::vector<std::string> const& names, std::string_view wanted) {
  return std::ranges::find(names, wanted) != names.end();
}

bool same_set(std::vector<std::string> const& a, std::vector<std::string> const& b) {
  return a.size() == b.size() && std::ranges::all_of(a, [&](auto const& name) { return contains(b, name); });
}

// ---- what stands against this layout, in words; nothing when it is safe ----

Result<bool> holds_values(Connection& connection, std::string const& table, std::string const& column) {
  auto const sql = "SELECT EXISTS (SELECT 1 FROM " + table + " WHERE " + quoted(column) + " IS NOT NULL)";
  auto const found = OAR_TRY(connection.ask(sql, "look for values in " + table));
  return found.truth(0, 0);
}

bool can_become(ColumnShape const& column, Field const& field) { return widens(column.native, field.type); }

std::string would_become(ColumnShape const& column, Field const& field) {
  return "column " + field.name + " is " + column.sql_type + " and would become " + sql_of(native_of(field.type)) +
         " (" + describe(field.type) + ")";
}

// Days are counted further than microseconds.
Result<bool> fits_when_wider(Connection& connection, std::string const& table, ColumnShape const& column,
                             Field const& field) {
  if (column.native.wire != Wire::date || native_of(field.type).wire != Wire::timestamp) return true;
  auto const name = quoted(column.name);
  auto const sql = "SELECT NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + name + " > '294276-12-31' AND " + name +
                   " <> 'infinity')";
  auto const found = OAR_TRY(connection.ask(sql, "look for the last days in " + table));
  return found.truth(0, 0);
}

Result<std::optional<std::string>> type_obstacle(Connection& connection, std::string const& table,
                                                 TableShape const& shape, Layout const& layout) {
  for (auto const& field : layout.table.columns()) {
    auto const* column = shape.column(fitted(field.name));
    if (!column) continue;
    if (column->computed) return std::optional{"column " + field.name + " is GENERATED ALWAYS and cannot be written"};
    if (takes(column->native, field.type)) continue;
    if (can_become(*column, field)) {
      auto const fits = OAR_TRY(fits_when_wider(connection, table, *column, field));
      if (fits) continue;
      return std::optional{"column " + field.name + " holds days after 294276-12-31, which timestamp ends with"};
    }
    if (column->only_nulls && !OAR_TRY(holds_values(connection, table, column->name))) continue;
    return std::optional{would_become(*column, field)};
  }
  return std::optional<std::string>{};
}

std::string in_words(std::vector<std::string> const& key) {
  return key.empty() ? "none" : "(" + quoted_list(key) + ")";
}

std::optional<std::string> key_obstacle(TableShape const& shape, Layout const& layout) {
  auto const wanted = fitted_key(layout);
  auto const& have = shape.primary_key;
  auto const change = "its primary key is " + in_words(have) + " and would become " + in_words(wanted);
  if (wanted.empty()) {
    auto const ours = [&](auto const& name) {
      auto const& columns = layout.table.columns();
      return std::ranges::any_of(columns, [&](auto const& field) { return fitted(field.name) == name; });
    };
    return std::ranges::any_of(have, ours) ? std::optional{change} : std::nullopt;
  }
  auto const fits = [&](auto const& unique) { return same_set(unique, wanted); };
  if (std::ranges::any_of(shape.unique, fits)) return std::nullopt;
  return change;
}

// A NOT NULL column of the key that the source does not deliver, in a table somebody else made.
std::optional<std::string> null_obstacle(TableShape const& shape, Layout const& layout) {
  for (auto const& name : shape.primary_key) {
    auto const& fields = layout.table.columns();
    auto const delivered = std::ranges::any_of(fields, [&](auto const& field) { return fitted(field.name) == name; });
    if (!delivered && !shape.column(name)->fills_itself)
      return "column " + name + " of its primary key is not delivered by the source";
  }
  return std::nullopt;
}

Result<std::optional<std::string>> obstacle(Connection& connection, std::string const& table, TableShape const& shape,
                                            Layout const& layout) {
  if (auto found = key_obstacle(shape, layout)) return found;
  if (auto found = null_obstacle(shape, layout)) return found;
  return type_obstacle(connection, table, shape, layout);
}

// ---- safe changes ----

void add_type_change(ColumnShape const& column, Field const& field, std::vector<std::string>& changes) {
  if (takes(column.native, field.type)) return;
  auto const type = sql_of(native_of(field.type));
  auto change = "ALTER COLUMN " + quoted(column.name) + " TYPE " + type;
  if (!can_become(column, field)) change += " USING NULL::" + type;  // it holds NULLs only
  changes.push_back(std::move(change));
}

// Rows without a value must be possible where the source may leave it out.
void drop_not_nulls(TableShape const& shape, Layout const& layout, std::vector<std::string>& changes) {
  auto const key = fitted_key(layout);
  auto const& fields = layout.table.columns();
  for (auto const& column : shape.columns) {
    if (!column.not_null || contains(key, column.name) || contains(shape.primary_key, column.name)) continue;
    auto const field = std::ranges::find_if(fields, [&](auto const& each) { return fitted(each.name) == column.name; });
    auto const given = field != fields.end() ? !field->nullable : column.fills_itself;
    if (!given) changes.push_back("ALTER COLUMN " + quoted(column.name) + " DROP NOT NULL");
  }
}

Statements safe_changes(std::string const& table, TableShape const& shape, Layout const& layout) {
  std::vector<std::string> changes;
  Statements comments;
  for (auto const& field : layout.table.columns()) {
    if (auto const* column = shape.column(fitted(field.name))) {
      add_type_change(*column, field, changes);
      continue;
    }
    changes.push_back("ADD COLUMN " + quoted(fitted(field.name)) + " " + sql_of(native_of(field.type)));
    if (field.type.kind == Kind::null) comments.push_back(comment_null(table, field));
  }
  drop_not_nulls(shape, layout, changes);
  if (changes.empty()) return {};
  std::string list;
  for (auto const& change : changes) list.append(list.empty() ? " " : ", ").append(change);
  Statements statements{"ALTER TABLE " + table + list};
  statements.insert(statements.end(), comments.begin(), comments.end());
  return statements;
}

Result<void> check_kind(TableShape const& shape, std::string const& schema) {
  if (shape.kind == "r" || shape.kind == "p") return {};
  auto const what = shape.kind == "v" || shape.kind == "m" ? "a view"
                    : shape.kind == "f"                    ? "a foreign table"
                                                           : "no table";
  return Error::of(Errc::schema, shape.name, " is ", what, " in schema ", schema, "; rename it, or skip the table");
}

}  // namespace

Result<Migration> plan_migration(Connection& connection, std::string const& schema, Layout const& layout, Unsafe unsafe,
                                 std::string_view source) {
  OAR_TRY(check_names(layout.table));
  auto const name = fitted(layout.table.name());
  auto const table = qualified(schema, name);
  auto const shape = OAR_TRY(read_shape(connection, schema, name));
  if (!shape) return Migration{create_table(schema, layout)};
  OAR_TRY(check_kind(*shape, schema));
  auto const why = OAR_TRY(obstacle(connection, table, *shape, layout));
  if (!why) return Migration{safe_changes(table, *shape, layout)};
  if (unsafe == Unsafe::set_aside) return set_aside(connection, schema, *shape, layout, *why, source);
  return Error::of(Errc::schema, "table ", layout.table.name(), ": ", *why,
                   ", which is no safe change. With migrate_mode: forced a new table is made, and the old one kept as "
                   "_oar_old_<n>_",
                   layout.table.name(), " until a sync has succeeded");
}

}  // namespace oar::postgresql
