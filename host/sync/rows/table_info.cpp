#include "host/sync/rows/table_info.hpp"

#include <oar/abi/message.h>

#include <algorithm>

#include "host/contract/check_columns.hpp"
#include "host/sync/rows/table_metadata.hpp"

namespace oar::sync {
namespace {

Result<std::vector<ColumnInfo>> read_columns(ArrowSchema const& schema) {
  std::vector<ColumnInfo> columns;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    auto const& child = *schema.children[i];
    auto const metadata = decode_metadata(child.metadata);
    auto const& values = child.dictionary ? *child.dictionary : child;
    auto extension = find(metadata, OAR_META_EXTENSION);
    if (extension.empty() && child.dictionary) extension = contract::extension_of(values);
    columns.push_back({.name = child.name,
                       .format = values.format,
                       .nullable = (child.flags & ARROW_FLAG_NULLABLE) != 0,
                       .extension = std::string{extension},
                       .description = std::string{find(metadata, OAR_META_DESCRIPTION)}});
  }
  return columns;
}

Result<void> check_distinct(std::vector<std::string> names, std::string_view what) {
  std::ranges::sort(names);
  auto const twice = std::ranges::adjacent_find(names);
  if (twice != names.end()) return misbehaved(what, " '", *twice, "' twice");
  return {};
}

Result<void> check_known(TableInfo const& table, std::vector<std::string> const& names, std::string_view key) {
  for (auto const& name : names)
    if (!table.column(name)) return misbehaved(key, " names column '", name, "', which the table does not have");
  return check_distinct(names, std::string{key} + " names column");
}

Result<void> check_keys(TableInfo const& table) {
  OAR_TRY(check_known(table, table.primary_key, OAR_META_PRIMARY_KEY));
  OAR_TRY(check_known(table, table.cursor_fields, OAR_META_CURSOR_FIELDS));
  std::vector<std::string> mapped;
  for (auto const& [child, parent] : table.parent_key) mapped.push_back(child);
  OAR_TRY(check_known(table, mapped, OAR_META_PARENT_KEY));
  if (!table.parent_key.empty() && table.parent.empty())
    return misbehaved(OAR_META_PARENT_KEY, " without ", OAR_META_PARENT);
  if (table.parent == table.name) return misbehaved(OAR_META_PARENT, " names the table itself");
  return {};
}

Result<void> check_modes(TableInfo const& table) {
  for (auto const& mode : table.read_modes)
    if (mode != "full" && mode != "incremental" && mode != "cdc")
      return misbehaved(OAR_META_READ_MODES, " has '", mode, "'; there are full, incremental and cdc");
  return check_distinct(table.read_modes, std::string{OAR_META_READ_MODES} + " has");
}

Result<void> check_op_column(TableInfo const& table) {
  if (table.op_column.empty()) return {};
  auto const place = table.column(table.op_column);
  if (!place) return misbehaved(OAR_META_OP_COLUMN, " names '", table.op_column, "', which the table does not have");
  if (table.columns[*place].format != "c") return misbehaved("the op column '", table.op_column, "' is not an int8");
  if (table.primary_key.empty()) return misbehaved(OAR_META_OP_COLUMN, " needs ", OAR_META_PRIMARY_KEY);
  return {};
}

Result<TableInfo> read_named(ArrowSchema const& schema, Metadata const& metadata) {
  TableInfo table{.name = std::string{find(metadata, OAR_META_TABLE)},
                  .parent = std::string{find(metadata, OAR_META_PARENT)},
                  .description = std::string{find(metadata, OAR_META_DESCRIPTION)},
                  .op_column = std::string{find(metadata, OAR_META_OP_COLUMN)}};
  table.primary_key = OAR_TRY(json_names(metadata, OAR_META_PRIMARY_KEY));
  table.cursor_fields = OAR_TRY(json_names(metadata, OAR_META_CURSOR_FIELDS));
  table.read_modes = OAR_TRY(json_names(metadata, OAR_META_READ_MODES));
  table.parent_key = OAR_TRY(json_pairs(metadata, OAR_META_PARENT_KEY));
  if (table.read_modes.empty()) table.read_modes = {"full"};
  OAR_TRY(contract::check_columns(schema));
  table.columns = OAR_TRY(read_columns(schema));
  std::vector<std::string> names;
  for (auto const& column : table.columns) names.push_back(column.name);
  OAR_TRY(check_distinct(names, "there is column"));
  OAR_TRY(check_keys(table));
  OAR_TRY(check_modes(table));
  OAR_TRY(check_op_column(table));
  table.layout = std::make_shared<OwnedSchema const>(copy_schema(schema));
  return table;
}

Error in_table(Error error, std::string_view table) {
  using contract::blame;
  auto text = error.message().starts_with(blame) ? error.message().substr(blame.size()) : error.message();
  auto const lead = error.message().starts_with(blame) ? blame : std::string_view{};
  return Error::of(error.code(), lead, "table ", table, ": ", text);
}

}  // namespace

bool TableInfo::reads(std::string_view mode) const { return std::ranges::find(read_modes, mode) != read_modes.end(); }

std::optional<std::size_t> TableInfo::column(std::string_view wanted) const {
  auto const found = std::ranges::find(columns, wanted, &ColumnInfo::name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Result<TableInfo> read_table(ArrowSchema const& schema) {
  if (!schema.release) return misbehaved("a table's schema has no release: it was released or never made");
  if (!schema.format || std::string_view{schema.format} != "+s")
    return misbehaved("a table's schema has format '", schema.format ? schema.format : "", "'; it must be \"+s\"");
  OAR_TRY(contract::check_metadata(schema.metadata));
  auto const metadata = decode_metadata(schema.metadata);
  auto const name = find(metadata, OAR_META_TABLE);
  if (name.empty()) return misbehaved("a table's schema has no metadata ", OAR_META_TABLE);
  auto table = read_named(schema, metadata);
  if (!table) return in_table(std::move(table).error(), name);
  return table;
}

}  // namespace oar::sync
