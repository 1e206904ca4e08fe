#include "host/sync/discover.hpp"

#include <memory>
#include <set>

#include "host/plugins/call.hpp"
#include "host/sync/misbehaved.hpp"

namespace oar::sync {
namespace {

struct Release {
  void operator()(oar_catalog* catalog) const { catalog->release(catalog); }
};

Result<TableInfo> read_one(oar_catalog& catalog, std::uint64_t index) {
  ArrowSchema raw{};
  OAR_TRY(plugins::call("table", [&](oar_error* error) { return catalog.table(&catalog, index, &raw, error); }));
  OwnedSchema const schema{raw};
  if (!schema) return misbehaved("its catalog has a table that is not there");
  return read_table(*schema);
}

Result<void> check(std::vector<TableInfo> const& tables) {
  std::set<std::string> names;
  for (TableInfo const& table : tables) {
    if (!names.insert(table.name).second) return misbehaved("it offers two tables '" + table.name + "'");
  }
  for (TableInfo const& table : tables) {
    if (!table.parent.empty() && !names.contains(table.parent))
      return misbehaved("the parent '" + table.parent + "' of table '" + table.name + "' is not on offer");
  }
  return {};
}

}  // namespace

Result<std::vector<TableInfo>> discover(SourceEnd const& source) {
  oar_catalog* raw = nullptr;
  OAR_TRY(plugins::call("discover", [&](oar_error* error) {
    return source.api->discover(source.plugin, plugins::str("{}"), &raw, error);
  }));
  if (!raw) return misbehaved("discover gave no catalog");
  std::unique_ptr<oar_catalog, Release> const catalog{raw};
  std::vector<TableInfo> tables;
  for (std::uint64_t i = 0; i < catalog->count; ++i) tables.push_back(OAR_TRY(read_one(*catalog, i)));
  OAR_TRY(check(tables));
  return tables;
}

}  // namespace oar::sync
