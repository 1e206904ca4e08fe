// Reads a catalog through the ABI and sorts it into families.
#include "host/cli/catalog.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "host/contract/misbehaved.hpp"
#include "host/contract/objects.hpp"
#include "host/plugins/call.hpp"

namespace oar::cli {
namespace {

bool has_parent(std::vector<Table> const& tables, Table const& child) {
  return std::any_of(tables.begin(), tables.end(), [&](Table const& each) { return each.name() == child.parent(); });
}

class Families {
 public:
  explicit Families(std::vector<Table> const& tables) : tables_{tables} {
    for (auto const& table : tables) sorted_.push_back(&table);
    std::sort(sorted_.begin(), sorted_.end(), [](auto const* a, auto const* b) { return a->name() < b->name(); });
  }

  std::vector<Placed> place() {
    for (auto const* table : sorted_)
      if (table->parent().empty() || !has_parent(tables_, *table)) add(*table, 0);
    for (auto const* table : sorted_) add(*table, 0);  // what is left names itself as its ancestor
    return std::move(placed_);
  }

 private:
  void add(Table const& table, std::size_t depth) {
    if (!seen_.insert(&table).second) return;
    placed_.push_back({&table, depth});
    for (auto const* child : sorted_)
      if (child->parent() == table.name()) add(*child, depth + 1);
  }

  std::vector<Table> const& tables_;
  std::vector<Table const*> sorted_;
  std::set<Table const*> seen_;
  std::vector<Placed> placed_;
};

}  // namespace

Result<std::vector<Table>> discover(plugins::Instance const& instance) {
  auto const* const api = OAR_TRY(instance.source());
  oar_catalog* raw = nullptr;
  OAR_TRY(plugins::call(
      "discover", [&](oar_error* error) { return api->discover(instance.raw(), plugins::str("{}"), &raw, error); }));
  std::unique_ptr<oar_catalog, contract::GiveBack> const catalog{raw};
  OAR_TRY(contract::check_object(raw));
  std::vector<Table> tables;
  for (std::uint64_t i = 0; i < raw->count; ++i) {
    OwnedSchema schema;
    OAR_TRY(plugins::call("table", [&](oar_error* error) { return raw->table(raw, i, schema.get(), error); }));
    if (!schema) return contract::misbehaved("table ", i, " of its catalog of ", raw->count, " is not there");
    tables.push_back(OAR_TRY(Table::from_schema(*schema)));
  }
  return tables;
}

std::vector<Placed> by_family(std::vector<Table> const& tables) { return Families{tables}.place(); }

}  // namespace oar::cli
