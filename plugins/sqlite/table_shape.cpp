#include "plugins/sqlite/table_shape.hpp"

#include <algorithm>
#include <map>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {
namespace {

constexpr char find_table[] =
    "SELECT name, type, sql FROM sqlite_master WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view')";
constexpr char list_columns[] =
    R"(SELECT name, type, "notnull", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1) ORDER BY cid)";
constexpr char list_unique[] =
    R"(SELECT l.name, i.name FROM pragma_index_list(?1) l, pragma_index_info(l.name) i
       WHERE l."unique" = 1 AND l.partial = 0
         AND NOT EXISTS (SELECT 1 FROM pragma_index_info(l.name) e WHERE e.name IS NULL)
       ORDER BY l.name, i.seqno)";
constexpr char list_extras[] =
    "SELECT sql FROM sqlite_master WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('index', 'trigger') "
    "AND sql IS NOT NULL ORDER BY rowid";

std::string doing(std::string_view table) { return "look at table " + std::string{table}; }

Result<std::vector<ColumnShape>> read_columns(Connection const& connection, std::string const& table) {
  auto statement = OAR_TRY(Statement::prepare(connection, list_columns, doing(table)));
  statement.bind(1, std::string_view{table});
  std::vector<ColumnShape> columns;
  while (OAR_TRY(statement.step()))
    columns.push_back({std::string{statement.text(0)}, std::string{statement.text(1)}, statement.integer(2) != 0,
                       statement.integer(3) != 0, static_cast<int>(statement.integer(4))});
  return columns;
}

Result<std::vector<std::vector<std::string>>> read_unique(Connection const& connection, std::string const& table) {
  auto statement = OAR_TRY(Statement::prepare(connection, list_unique, doing(table)));
  statement.bind(1, std::string_view{table});
  std::map<std::string, std::vector<std::string>> indexes;
  while (OAR_TRY(statement.step())) indexes[std::string{statement.text(0)}].emplace_back(statement.text(1));
  std::vector<std::vector<std::string>> unique;
  for (auto& [name, columns] : indexes) unique.push_back(std::move(columns));
  return unique;
}

Result<std::vector<std::string>> read_extras(Connection const& connection, std::string const& table) {
  auto statement = OAR_TRY(Statement::prepare(connection, list_extras, doing(table)));
  statement.bind(1, std::string_view{table});
  std::vector<std::string> extras;
  while (OAR_TRY(statement.step())) extras.emplace_back(statement.text(0));
  return extras;
}

}  // namespace

ColumnShape const* TableShape::column(std::string_view wanted) const {
  auto const found = std::ranges::find_if(columns, [&](auto const& column) { return same_name(column.name, wanted); });
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> TableShape::primary_key() const {
  std::map<int, std::string> parts;
  for (auto const& column : columns)
    if (column.key_position > 0) parts[column.key_position] = column.name;
  std::vector<std::string> key;
  for (auto const& [position, part] : parts) key.push_back(part);
  return key;
}

Result<std::optional<TableShape>> read_shape(Connection const& connection, std::string_view table) {
  auto statement = OAR_TRY(Statement::prepare(connection, find_table, doing(table)));
  if (!OAR_TRY(statement.bind(1, table).step())) return std::optional<TableShape>{};
  TableShape shape{
      std::string{statement.text(0)}, std::string{statement.text(1)}, std::string{statement.text(2)}, {}, {}, {}};
  shape.columns = OAR_TRY(read_columns(connection, shape.name));
  shape.unique = OAR_TRY(read_unique(connection, shape.name));
  if (auto key = shape.primary_key(); !key.empty()) shape.unique.push_back(std::move(key));
  shape.extras = OAR_TRY(read_extras(connection, shape.name));
  return std::optional{std::move(shape)};
}

}  // namespace oar::sqlite
