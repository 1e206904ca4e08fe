#include "plugins/sqlite/set_aside.hpp"

#include <oar/provenance.hpp>

#include <algorithm>
#include <optional>

#include "plugins/sqlite/conversion.hpp"
#include "plugins/sqlite/create.hpp"
#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {
namespace {

// What may be dropped once its source was synced without a failure.
constexpr char create_list[] =
    R"(CREATE TABLE IF NOT EXISTS "_oar_replaced" (kept_as TEXT NOT NULL PRIMARY KEY, table_name TEXT NOT NULL, source TEXT NOT NULL))";
constexpr char list_replaced[] =
    R"(SELECT kept_as, table_name FROM "_oar_replaced" WHERE source = ?1 ORDER BY kept_as)";

std::string literal(std::string_view text) {
  std::string out{'\''};
  for (auto const c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out += '\'';
}

Result<bool> any(Connection const& connection, std::string const& sql) {
  auto found = OAR_TRY(Statement::prepare(connection, sql, "look at a table's rows"));
  return found.step();
}

Result<std::string> free_name(Connection const& connection, std::string const& table) {
  for (int n = 1;; ++n) {
    auto name = "_oar_old_" + std::to_string(n) + "_" + table;
    auto const taken = OAR_TRY(read_shape(connection, name));
    if (!taken) return name;
  }
}

// Columns of the new table, and what they are filled with from the old one.
struct Copy {
  std::vector<std::string> names;
  std::string values;
  std::vector<std::string> more;  // definitions: columns that the layout does not have stay

  void add(std::string const& name, std::string const& value) {
    names.push_back(name);
    values.append(values.empty() ? "" : ", ").append(value);
  }
};

Result<bool> unique_without_null(Connection const& connection, TableShape const& table,
                                 std::vector<std::string> const& key) {
  auto const from = "SELECT 1 FROM " + quoted(table.name);
  for (auto const& name : key) {
    if (!table.column(name)) return false;
    auto const missing = OAR_TRY(any(connection, from + " WHERE " + quoted(name) + " IS NULL LIMIT 1"));
    if (missing) return false;
  }
  auto const twice = OAR_TRY(any(connection, from + " GROUP BY " + quoted_list(key) + " HAVING count(*) > 1 LIMIT 1"));
  return !twice;
}

// Nothing when a value would be lost.
Result<std::optional<Copy>> copy_of(Connection const& connection, TableShape const& table, Layout const& layout) {
  Copy copy;
  for (auto const& field : layout.table.columns()) {
    auto const* column = table.column(field.name);
    if (!column) continue;
    auto const name = quoted(column->name);
    auto const how = conversion(column->declared, field.type, name);
    if (!how) return std::optional<Copy>{};
    auto const doubtful =
        !how->lossless.empty() && OAR_TRY(any(connection, "SELECT 1 FROM " + quoted(table.name) + " WHERE " + name +
                                                              " IS NOT NULL AND NOT (" + how->lossless + ") LIMIT 1"));
    if (doubtful) return std::optional<Copy>{};
    copy.add(field.name, how->value);
  }
  if (auto const key = merge_key(layout); !key.empty()) {
    auto const fits = OAR_TRY(unique_without_null(connection, table, key));
    if (!fits) return std::optional<Copy>{};
  }
  for (auto const& column : table.columns) {
    auto const& fields = layout.table.columns();
    if (std::ranges::any_of(fields, [&](auto const& field) { return same_name(field.name, column.name); })) continue;
    copy.more.push_back(column_definition(column.name, column.declared));
    copy.add(column.name, quoted(column.name));
  }
  if (layout.table.columns().size() + copy.more.size() > most_columns) return std::optional<Copy>{};
  return std::optional{std::move(copy)};
}

enum class Rows { none, of_this_source, of_others, of_unknown };

Result<Rows> whose_rows(Connection const& connection, TableShape const& table, Layout const& layout,
                        std::string_view source) {
  auto const from = "SELECT 1 FROM " + quoted(table.name);
  auto const filled = OAR_TRY(any(connection, from + " LIMIT 1"));
  if (!filled) return Rows::none;
  auto const ours = provenance_of(layout.table);
  auto const column = ours ? layout.table.columns()[ours->source].name : std::string{};
  if (!ours || !table.column(column)) return Rows::of_unknown;
  auto const others =
      OAR_TRY(any(connection, from + " WHERE " + quoted(column) + " IS NOT " + literal(source) + " LIMIT 1"));
  return others ? Rows::of_others : Rows::of_this_source;
}

Error would_take_away(TableShape const& table, std::string const& why) {
  return Error::of(Errc::schema, "table ", table.name, ": ", why,
                   ". Its rows cannot be converted, and some are of other sources, which would not read them again; "
                   "rename the table by hand, and reset those routes with `oarlock state reset`");
}

}  // namespace

Result<Migration> set_aside(Connection const& connection, TableShape const& table, Layout const& layout,
                            std::string why, std::string_view source) {
  auto const aside = OAR_TRY(free_name(connection, table.name));
  auto const rows = OAR_TRY(whose_rows(connection, table, layout, source));
  auto const copy = OAR_TRY(copy_of(connection, table, layout));
  if (!copy && rows == Rows::of_others) return would_take_away(table, why);
  auto const read_again = rows == Rows::of_this_source && layout.mode == WriteMode::upsert;
  auto const copied = copy || rows == Rows::none;
  Migration migration{.statements = {"ALTER TABLE " + quoted(table.name) + " RENAME TO " + quoted(aside),
                                     create_table(layout, copy ? copy->more : std::vector<std::string>{})}};
  auto& statements = migration.statements;
  if (copy && rows != Rows::none)
    statements.push_back("INSERT INTO " + quoted(table.name) + " (" + quoted_list(copy->names) + ") SELECT " +
                         copy->values + " FROM " + quoted(aside));
  migration.replaced = {.kept_as = aside, .why = std::move(why), .copied = copied, .for_good = !copied && !read_again};
  if (migration.replaced.for_good) return migration;
  statements.emplace_back(create_list);
  statements.push_back("INSERT INTO \"_oar_replaced\" (kept_as, table_name, source) VALUES (" + literal(aside) + ", " +
                       literal(table.name) + ", " + literal(source) + ")");
  return migration;
}

Result<std::vector<std::string>> drop_set_aside(Connection const& connection, std::string_view source,
                                                std::vector<std::string> const& tables) {
  std::vector<std::string> dropped;
  auto const list = OAR_TRY(read_shape(connection, "_oar_replaced"));
  if (!list) return dropped;
  {
    auto rows = OAR_TRY(Statement::prepare(connection, list_replaced, "look for tables that were set aside"));
    rows.bind(1, source);
    while (OAR_TRY(rows.step())) {
      if (std::ranges::any_of(tables, [&](auto const& table) { return same_name(table, rows.text(1)); }))
        dropped.emplace_back(rows.text(0));
    }
  }
  for (auto const& name : dropped) {
    OAR_TRY(connection.run("DROP TABLE IF EXISTS " + quoted(name), "drop " + name));
    OAR_TRY(connection.run("DELETE FROM \"_oar_replaced\" WHERE kept_as = " + literal(name), "forget " + name));
  }
  return dropped;
}

}  // namespace oar::sqlite
