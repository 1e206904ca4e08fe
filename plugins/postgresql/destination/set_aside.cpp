#include "plugins/postgresql/destination/set_aside.hpp"

#include <oar/provenance.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/check_names.hpp"
#include "plugins/postgresql/destination/conversion.hpp"
#include "plugins/postgresql/destination/create.hpp"

namespace oar::postgresql {
namespace {

// What may be dropped once its source was synced without a failure.
std::string replaced_tables(std::string const& schema) { return qualified(schema, "_oar_replaced"); }

Result<bool> exists(Connection& connection, std::string const& query) {
  auto const found = OAR_TRY(connection.ask("SELECT EXISTS (" + query + ")", "look at a table's rows"));
  return found.truth(0, 0);
}

// Of one table that is looked at: what stands where, and whether the layout has it.
class Old {
 public:
  Old(Connection& connection, std::string const& schema, TableShape const& table, Layout const& layout)
      : connection_{connection}, table_{table}, layout_{layout}, name_{qualified(schema, table.name)} {}

  std::string const& name() const { return name_; }
  TableShape const& shape() const { return table_; }
  Layout const& layout() const { return layout_; }
  ColumnShape const* column(Field const& field) const { return table_.column(fitted(field.name)); }
  bool is_delivered(ColumnShape const& column) const {
    return std::ranges::any_of(layout_.table.columns(),
                               [&](Field const& field) { return fitted(field.name) == column.name; });
  }

  Result<bool> has_rows() const { return exists(connection_, "SELECT 1 FROM " + name_); }
  Result<bool> has_rows_where(std::string const& condition) const {
    return exists(connection_, "SELECT 1 FROM " + name_ + " WHERE " + condition);
  }
  Result<bool> has_twice(std::vector<std::string> const& key) const {
    return exists(connection_, "SELECT 1 FROM " + name_ + " GROUP BY " + quoted_list(key) + " HAVING count(*) > 1");
  }

 private:
  Connection& connection_;
  TableShape const& table_;
  Layout const& layout_;
  std::string name_;
};

// Columns of the new table, and what they are filled with from the old one.
struct Copied {
  Inherited inherited;
  std::vector<std::string> names;
  std::string values;

  void add(std::string const& name, std::string const& value) {
    names.push_back(name);
    values.append(values.empty() ? "" : ", ").append(value);
  }
};

// NOT NULL of the layout is for what comes from now on: older rows may lack the column.
Result<void> note_nulls(Old const& old, Copied& copied) {
  auto const key = fitted_key(old.layout());
  for (auto const& field : old.layout().table.columns()) {
    auto const name = fitted(field.name);
    if (field.nullable || std::ranges::find(key, name) != key.end()) continue;
    auto const missing = old.column(field) == nullptr || OAR_TRY(old.has_rows_where(quoted(name) + " IS NULL"));
    if (missing) copied.inherited.may_be_null.push_back(name);
  }
  return {};
}

Result<bool> key_is_good(Old const& old) {
  auto const key = fitted_key(old.layout());
  if (key.empty()) return true;
  for (auto const& name : key) {
    if (!old.shape().column(name)) return false;
    auto const missing = OAR_TRY(old.has_rows_where(quoted(name) + " IS NULL"));
    if (missing) return false;
  }
  auto const twice = OAR_TRY(old.has_twice(key));
  return !twice;
}

void keep_columns_that_are_gone(Old const& old, Copied& copied) {
  for (auto const& column : old.shape().columns) {
    if (old.is_delivered(column) || column.computed) continue;
    copied.inherited.columns.push_back(quoted(column.name) + " " + column.sql_type);
    copied.add(column.name, quoted(column.name));
  }
}

// Nothing when a value would be lost.
Result<std::optional<Copied>> copy_of(Old const& old) {
  Copied copied;
  for (auto const& field : old.layout().table.columns()) {
    auto const* column = old.column(field);
    if (!column) continue;
    auto const how = conversion(*column, field.type);
    if (!how) return std::optional<Copied>{};
    auto const doubtful =
        !how->lossless.empty() &&
        OAR_TRY(old.has_rows_where(quoted(column->name) + " IS NOT NULL AND (" + how->lossless + ") IS NOT TRUE"));
    if (doubtful) return std::optional<Copied>{};
    copied.add(column->name, how->value);
  }
  auto const good = OAR_TRY(key_is_good(old));
  if (!good) return std::optional<Copied>{};
  OAR_TRY(note_nulls(old, copied));
  keep_columns_that_are_gone(old, copied);
  if (old.layout().table.columns().size() + copied.inherited.columns.size() > most_columns)
    return std::optional<Copied>{};
  return std::optional{std::move(copied)};
}

enum class Owner { nobody, this_source, others, unknown };

Result<Owner> owner_of(Old const& old, std::string_view source) {
  auto const filled = OAR_TRY(old.has_rows());
  if (!filled) return Owner::nobody;
  auto const ours = provenance_of(old.layout().table);
  auto const column = ours ? fitted(old.layout().table.columns()[ours->source].name) : std::string{};
  if (!ours || !old.shape().column(column)) return Owner::unknown;
  auto const others = OAR_TRY(old.has_rows_where(quoted(column) + "::text IS DISTINCT FROM " + literal(source)));
  return others ? Owner::others : Owner::this_source;
}

Error would_take_away(TableShape const& table, std::string const& why) {
  return Error::of(Errc::schema, "table ", table.name, ": ", why,
                   ". Its rows cannot be converted, and some are of other sources, which would not read them again; "
                   "rename the table by hand, and reset those routes with `oarlock state reset`");
}

Result<std::string> aside_name(Connection& connection, std::string const& schema, std::string const& table) {
  for (int n = 1;; ++n) {
    auto name = fitted("_oar_old_" + std::to_string(n) + "_" + table);
    auto const taken = OAR_TRY(read_shape(connection, schema, name));
    if (!taken) return name;
  }
}

void remember(std::string const& schema, std::string const& table, std::string const& aside, std::string_view source,
              std::vector<std::string>& statements) {
  statements.push_back("CREATE TABLE IF NOT EXISTS " + replaced_tables(schema) +
                       " (kept_as text NOT NULL PRIMARY KEY, table_name text NOT NULL, source text NOT NULL)");
  statements.push_back("INSERT INTO " + replaced_tables(schema) + " (kept_as, table_name, source) VALUES (" +
                       literal(aside) + ", " + literal(table) + ", " + literal(source) + ")");
}

}  // namespace

Result<Migration> set_aside(Connection& connection, std::string const& schema, TableShape const& table,
                            Layout const& layout, std::string why, std::string_view source) {
  Old const old{connection, schema, table, layout};
  auto const aside = OAR_TRY(aside_name(connection, schema, layout.table.name()));
  auto const owner = OAR_TRY(owner_of(old, source));
  auto const copy = OAR_TRY(copy_of(old));
  if (!copy && owner == Owner::others) return would_take_away(table, why);
  auto const read_again = owner == Owner::this_source && layout.mode == WriteMode::upsert;
  auto const copied = copy || owner == Owner::nobody;
  Migration migration{.statements = {"ALTER TABLE " + old.name() + " RENAME TO " + quoted(aside)}};
  auto& statements = migration.statements;
  auto const created = create_table(schema, layout, copy ? copy->inherited : Inherited{});
  statements.insert(statements.end(), created.begin(), created.end());
  if (copy && owner != Owner::nobody)
    statements.push_back("INSERT INTO " + old.name() + " (" + quoted_list(copy->names) + ") SELECT " + copy->values +
                         " FROM " + qualified(schema, aside));
  migration.replaced = {.kept_as = aside, .why = std::move(why), .copied = copied, .for_good = !copied && !read_again};
  if (!migration.replaced.for_good) remember(schema, layout.table.name(), aside, source, statements);
  return migration;
}

Result<std::vector<std::string>> list_set_aside(Connection& connection, std::string const& schema,
                                                std::string_view source, std::vector<std::string> const& tables) {
  std::vector<std::string> names;
  auto const list = OAR_TRY(read_shape(connection, schema, "_oar_replaced"));
  if (!list) return names;
  auto const params = std::to_array<Param>({source});
  auto const rows = OAR_TRY(connection.ask(
      "SELECT kept_as, table_name FROM " + replaced_tables(schema) + " WHERE source = $1 ORDER BY kept_as", params,
      "look for tables that were set aside"));
  for (int row = 0; row < rows.rows(); ++row)
    if (std::ranges::find(tables, rows.text(row, 1)) != tables.end()) names.emplace_back(rows.text(row, 0));
  return names;
}

Result<void> drop_set_aside(Connection& connection, std::string const& schema, std::string const& kept_as) {
  OAR_TRY(connection.run("DROP TABLE IF EXISTS " + qualified(schema, kept_as), "drop " + kept_as));
  auto const params = std::to_array<Param>({kept_as});
  return connection.run("DELETE FROM " + replaced_tables(schema) + " WHERE kept_as = $1", params, "forget " + kept_as);
}

}  // namespace oar::postgresql
