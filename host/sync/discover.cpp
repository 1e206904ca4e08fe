#include "host/sync/discover.hpp"

#include <map>
#include <memory>
#include <set>

#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {
namespace {

Result<TableInfo> read_one(oar_catalog& catalog, std::uint64_t index) {
  ArrowSchema raw{};
  OAR_TRY(plugins::call("table", [&](oar_error* error) {
            return catalog.table(&catalog, index, &raw, error);
          }).within("table " + std::to_string(index) + " of " + std::to_string(catalog.count)));
  OwnedSchema const schema{raw};
  if (!schema) return misbehaved("table ", index, " of its catalog of ", catalog.count, " is not there");
  return read_table(*schema);
}

using ByName = std::map<std::string_view, TableInfo const*>;

// Up to the root there is no table twice, and every column that a child maps is there.
Result<void> check_parent(TableInfo const& table, ByName const& known) {
  if (table.parent.empty()) return {};
  if (!known.contains(table.parent))
    return misbehaved("the parent '", table.parent, "' of table '", table.name, "' is not on offer");
  for (auto const& [child_column, parent_column] : table.parent_key) {
    if (!known.at(table.parent)->column(parent_column))
      return misbehaved("table '", table.name, "' names column '", parent_column, "' of its parent '", table.parent,
                        "', which has no such column");
  }
  std::size_t generations = 0;
  for (auto at = known.find(table.parent); at != known.end(); at = known.find(at->second->parent)) {
    if (++generations > known.size()) return misbehaved("table '", table.name, "' is among its own ancestors");
  }
  return {};
}

Result<std::vector<TableInfo>> read_all(oar_catalog& catalog) {
  std::vector<TableInfo> tables;
  std::set<std::string> names;
  for (std::uint64_t i = 0; i < catalog.count; ++i) {
    tables.push_back(OAR_TRY(read_one(catalog, i)));
    std::string const& name = tables.back().name;
    if (!names.insert(name).second) return misbehaved("it offers two tables '", name, "'");
  }
  ByName known;
  for (TableInfo const& table : tables) known.emplace(table.name, &table);
  for (TableInfo const& table : tables) OAR_TRY(check_parent(table, known));
  return tables;
}

Result<std::vector<TableInfo>> ask(SourceEnd const& source) {
  oar_catalog* raw = nullptr;
  OAR_TRY(plugins::call("discover", [&](oar_error* error) {
    return source.api->discover(source.plugin, plugins::str("{}"), &raw, error);
  }));
  std::unique_ptr<oar_catalog, contract::GiveBack> catalog{raw};
  OAR_TRY(contract::check_object(raw));
  std::vector<TableInfo> tables = OAR_TRY(read_all(*catalog));
  if (auto threw = contract::give_back(catalog.release())) return *std::move(threw);
  return tables;
}

}  // namespace

Result<std::vector<TableInfo>> discover(SourceEnd const& source) { return contract::named(ask(source), source.who); }

}  // namespace oar::sync
