#include "host/sync/shape.hpp"

#include <oar/abi/message.h>
#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace oar::sync {
namespace {

std::string listed(std::vector<ColumnInfo> const& columns) {
  std::string text;
  for (ColumnInfo const& column : columns) text += (text.empty() ? "" : ", ") + column.name;
  return text;
}

Result<void> all_there(TableInfo const& table, std::vector<std::string> const& wanted, std::string_view option) {
  for (std::string const& name : wanted) {
    if (table.column(name)) continue;
    return Error::of(Errc::config, "table_options/", option, ": table '", table.name, "' has no column '", name,
                     "'; it has: ", listed(table.columns));
  }
  return {};
}

std::set<std::string> kept_columns(TableInfo const& table, config::TableOption const& option,
                                   std::vector<std::string> const& key) {
  std::set<std::string> kept;
  if (option.columns) {
    kept.insert(option.columns->begin(), option.columns->end());
  } else {
    for (ColumnInfo const& column : table.columns) kept.insert(column.name);
  }
  if (option.skip_columns) {
    for (std::string const& name : *option.skip_columns) kept.erase(name);
  }
  kept.insert(table.primary_key.begin(), table.primary_key.end());
  kept.insert(key.begin(), key.end());
  for (auto const& [child, parent] : table.parent_key) kept.insert(child);
  if (!table.op_column.empty()) kept.insert(table.op_column);
  return kept;
}

Metadata with_key(Metadata metadata, std::vector<std::string> const& key) {
  std::erase_if(metadata, [](auto const& pair) { return pair.first == OAR_META_PRIMARY_KEY; });
  if (key.empty()) return metadata;
  boost::json::array names;
  for (std::string const& name : key) names.emplace_back(name);
  metadata.emplace_back(OAR_META_PRIMARY_KEY, boost::json::serialize(names));
  return metadata;
}

OwnedSchema cut(ArrowSchema const& from, std::set<std::string> const& kept, Metadata const& metadata) {
  std::vector<OwnedSchema> children;
  for (std::int64_t i = 0; i < from.n_children; ++i) {
    if (kept.contains(from.children[i]->name)) children.push_back(copy_schema(*from.children[i]));
  }
  return make_schema(from.format, from.name ? from.name : "", metadata, from.flags, std::move(children));
}

}  // namespace

Result<TableInfo> shaped(TableInfo const& table, config::TableOption const& option) {
  if (!option.columns && !option.skip_columns && !option.primary_key) return table;
  OAR_TRY(all_there(table, option.columns.value_or(std::vector<std::string>{}), "columns"));
  OAR_TRY(all_there(table, option.skip_columns.value_or(std::vector<std::string>{}), "skip_columns"));
  OAR_TRY(all_there(table, option.primary_key.value_or(std::vector<std::string>{}), "primary_key"));
  std::vector<std::string> const key = option.primary_key.value_or(table.primary_key);
  ArrowSchema const& layout = **table.layout;
  OwnedSchema const wanted =
      cut(layout, kept_columns(table, option, key), with_key(decode_metadata(layout.metadata), key));
  return read_table(*wanted);
}

Result<TableInfo> only_columns(TableInfo const& table, std::vector<std::string> const& names) {
  ArrowSchema const& layout = **table.layout;
  Metadata const metadata{{OAR_META_TABLE, table.name}};
  OwnedSchema const wanted = cut(layout, {names.begin(), names.end()}, metadata);
  return read_table(*wanted);
}

}  // namespace oar::sync
