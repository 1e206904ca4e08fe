#include "plugins/sqlite/source/catalog.hpp"

#include <oar/glob.hpp>

#include <algorithm>
#include <array>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite::source {
namespace {

// Shadow tables belong to virtual ones, which show what is in them.
constexpr char list_tables[] =
    R"(SELECT name, type, wr FROM pragma_table_list
       WHERE schema = 'main' AND type IN ('table', 'view', 'virtual')
         AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_oar\_%' ESCAPE '\'
       ORDER BY name)";
// Generated columns too; hidden = 1 are the arguments of virtual tables.
constexpr char list_columns[] =
    R"(SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid)";

struct Listed {
  std::string name;
  bool has_rowid = false;
};

struct CatalogColumn {
  std::string name, declared;
  bool not_null = false;
  std::int64_t key_position = 0;
};

Result<std::vector<Listed>> list(Connection const& connection) {
  auto statement = OAR_TRY(Statement::prepare(connection, list_tables, "list the tables"));
  std::vector<Listed> all;
  while (OAR_TRY(statement.step()))
    all.push_back({std::string{statement.text(0)}, statement.text(1) == "table" && statement.integer(2) == 0});
  return all;
}

Result<std::vector<CatalogColumn>> columns_of(Connection const& connection, std::string const& table) {
  auto statement = OAR_TRY(Statement::prepare(connection, list_columns, "look at its columns"));
  statement.bind(1, std::string_view{table});
  std::vector<CatalogColumn> columns;
  while (OAR_TRY(statement.step())) {
    std::string name{statement.text(0)};
    if (name.starts_with("_oar_")) continue;  // where an earlier sync says that its rows came from
    columns.push_back(
        {std::move(name), std::string{statement.text(1)}, statement.integer(2) != 0, statement.integer(3)});
  }
  return columns;
}

// Most digits behind the point. Our destination declares no scale, but writes each value with all its digits.
Result<std::int32_t> scale_of(Connection const& connection, std::string const& table, std::string const& column) {
  auto const name = sqlite::quoted(column);
  auto const sql = "SELECT max(CASE WHEN instr(" + name + ", '.') > 0 THEN length(" + name + ") - instr(" + name +
                   ", '.') ELSE 0 END) FROM " + sqlite::quoted(table) + " WHERE typeof(" + name + ") = 'text'";
  auto statement = OAR_TRY(Statement::prepare(connection, sql, "look at the digits of " + column));
  OAR_TRY(statement.step());
  return static_cast<std::int32_t>(std::min<std::int64_t>(statement.integer(0), 38));
}

std::string rowid_name(std::vector<CatalogColumn> const& columns) {
  for (auto const* name : {"rowid", "_rowid_", "oid"})
    if (std::ranges::none_of(columns, [&](auto const& column) { return same_name(column.name, name); })) return name;
  return {};
}

Result<ReadType> type_of(Connection const& connection, SourceConfig const& config, std::string const& table,
                         CatalogColumn const& column) {
  auto const place = table + "." + column.name;
  if (std::ranges::any_of(config.as_text, [&](auto const& pattern) { return glob_matches(pattern, place); }))
    return ReadType{Type::text, Stored::spelled};
  auto read = read_type(column.declared);
  if (read.scale_from_values) read.type.scale = OAR_TRY(scale_of(connection, table, column.name));
  return read;
}

std::vector<std::string> key_of(std::vector<CatalogColumn> const& columns) {
  std::map<std::int64_t, std::string> parts;
  for (auto const& column : columns)
    if (column.key_position > 0) parts[column.key_position] = column.name;
  std::vector<std::string> key;
  for (auto const& [position, part] : parts) key.push_back(part);
  // A part of it may be a column of ours that is left out: then there is no key.
  auto const whole = parts.empty() || parts.rbegin()->first == static_cast<std::int64_t>(parts.size());
  return whole ? key : std::vector<std::string>{};
}

// What text says in an order of its own would be passed over: "10" stands before "9".
bool can_order(Type const& type) {
  return type.kind != Kind::decimal128 && type.kind != Kind::boolean && type.extension != Extension::json;
}

Result<std::string> cursor_of(SourceTable const& read, std::string const& wanted) {
  auto const where = "incremental: table " + read.table.name() + ": ";
  if (auto const at = read.table.index_of(wanted)) {
    auto const& type = read.table.columns()[*at].type;
    if (can_order(type)) return wanted;
    return Error::of(Errc::config, where, "column ", wanted, " is ", describe(type),
                     ", which SQLite does not sort by its value; name another column");
  }
  if (same_name(wanted, "rowid") && !read.rowid.empty()) return std::string{"rowid"};
  std::string names;
  for (auto const& column : read.table.columns()) names += (names.empty() ? "" : ", ") + column.name;
  return Error::of(Errc::config, where, "it has no column ", wanted, "; it has ", names,
                   read.rowid.empty() ? "" : ", and rowid");
}

Result<SourceTable> read_table(Connection const& connection, SourceConfig const& config, Listed const& listed) {
  SourceTable read{Table{listed.name}, {}, {}, {}, {}};
  auto const columns = OAR_TRY(columns_of(connection, listed.name));
  if (columns.empty()) return Error::of(Errc::schema, "it has no columns");
  for (auto const& column : columns) {
    auto& type = read.types.emplace_back(OAR_TRY(type_of(connection, config, listed.name, column)));
    auto const said = column.declared.empty() ? std::string{"not declared"} : "declared as " + column.declared;
    column.not_null ? read.table.required(column.name, type.type, said)
                    : read.table.column(column.name, type.type, said);
  }
  if (auto key = key_of(columns); !key.empty()) read.table.key(std::move(key));
  if (listed.has_rowid) read.rowid = rowid_name(columns);
  return read;
}

// Tables of one file may be read by columns of several kinds: it counts where it means something.
Result<void> choose_lookback(SourceTable& read, SourceConfig const& config, Host const& host) {
  if (config.lookback.empty() || read.cursor.empty()) return {};
  auto const lookback = OAR_TRY(parse_lookback(config.lookback));
  auto const at = read.table.index_of(read.cursor);
  if (applies(lookback, at ? read.table.columns()[*at].type : Type::int64))
    read.lookback = lookback;
  else
    host.warn("table ", read.table.name(), " is read from its last value on: a lookback of ", config.lookback,
              " means nothing for column ", read.cursor);
  return {};
}

Result<void> choose_cursor(SourceTable& read, SourceConfig const& config) {
  for (auto const& [pattern, column] : config.incremental) {
    if (!glob_matches(pattern, read.table.name())) continue;
    read.cursor = OAR_TRY(cursor_of(read, column));
    auto const is_column = read.table.index_of(read.cursor).has_value();
    read.table.incremental(is_column ? std::vector{read.cursor} : std::vector<std::string>{});
    return {};
  }
  return {};
}

}  // namespace

SourceTable const* SourceCatalog::find(std::string_view name) const {
  auto const found = std::ranges::find_if(tables, [&](auto const& each) { return each.table.name() == name; });
  return found == tables.end() ? nullptr : &*found;
}

Result<SourceCatalog> read_catalog(Connection const& connection, SourceConfig const& config, Host host) {
  SourceCatalog catalog;
  for (auto const& listed : OAR_TRY(list(connection))) {
    auto read = read_table(connection, config, listed);
    if (!read) {
      host.warn("table ", listed.name, " is left out: ", read.error().message());
      continue;
    }
    OAR_TRY(choose_cursor(*read, config));
    OAR_TRY(choose_lookback(*read, config, host));
    catalog.tables.push_back(std::move(*read));
  }
  return catalog;
}

}  // namespace oar::sqlite::source
