#include "plugins/postgresql/destination/delete_records.hpp"

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

std::string of_keys(LayoutPlan const& key_plan, Numbers keys) {
  auto const names = joined(key_plan.columns);
  auto const number = quoted(stage_number);
  return "(" + names + ") IN (SELECT " + names + " FROM " + key_plan.stage + " WHERE " + number +
         " >= " + std::to_string(keys.begin) + " AND " + number + " < " + std::to_string(keys.end) + ")";
}

// "(child columns) IN (SELECT parent columns FROM parent WHERE ...)": by the mapped key, else by the ids of ours.
Result<std::string> belongs_to(LayoutPlan const& child, LayoutPlan const& parent, std::string const& condition) {
  std::vector<std::string> mine;
  std::vector<std::string> theirs;
  for (auto const& [column, parent_column] : child.table.parent_key()) {
    mine.push_back(fitted(column));
    theirs.push_back(fitted(parent_column));
  }
  auto const ours = provenance_of(child.table);
  if (mine.empty() && ours && child.table.index_of(ours->prefix + "parent_id") &&
      parent.table.index_of(ours->prefix + "id")) {
    mine.push_back(ours->prefix + "parent_id");
    theirs.push_back(ours->prefix + "id");
  }
  if (mine.empty())
    return Error::of(Errc::unsupported, "table ", child.table.name(), " does not say which rows of ",
                     parent.table.name(), " its rows belong to, so they cannot be deleted with them");
  return "(" + quoted_list(mine) + ") IN (SELECT " + quoted_list(theirs) + " FROM " + parent.target + " WHERE " +
         condition + ")";
}

// Deepest first, since a grandchild is found through its parent.
Result<void> collect(std::map<std::string, LayoutPlan const*> const& tables, LayoutPlan const& plan,
                     std::string const& condition, std::vector<Deletion>& into) {
  for (auto const& [name, child] : tables) {
    if (child->table.parent() != plan.table.name() || name == plan.table.name()) continue;
    auto const rows = OAR_TRY(belongs_to(*child, plan, condition));
    OAR_TRY(collect(tables, *child, rows, into));
  }
  into.push_back({plan.table.name(), "DELETE FROM " + plan.target + " WHERE " + condition});
  return {};
}

}  // namespace

Result<LayoutPlan> plan_keys(LayoutPlan const& plan) {
  Table table{plan.table.name()};
  LayoutPlan keys{.table = table, .target = plan.target};
  for (auto const& name : plan.table.primary_key()) {
    auto const at = *plan.table.index_of(name);
    table.column(name, plan.table.columns()[at].type);
    keys.columns.push_back(plan.columns[at]);
    keys.natives.push_back(plan.natives[at]);
    keys.stage_definition.append(plan.columns[at]).append(" ").append(sql_of(plan.natives[at])).append(", ");
  }
  if (keys.columns.empty())
    return Error::of(Errc::unsupported, "table ", plan.table.name(), " has no key to delete records by");
  keys.table = std::move(table);
  keys.stage_definition.append(quoted(stage_number)).append(" bigint");
  name_stage(keys, "keys");
  return keys;
}

Result<std::vector<Deletion>> plan_deletion(Store const& store, LayoutPlan const& plan, LayoutPlan const& key_plan,
                                            Numbers keys, Children children) {
  std::vector<Deletion> deletions;
  auto const condition = of_keys(key_plan, keys);
  if (children == Children::stay) {
    deletions.push_back({plan.table.name(), "DELETE FROM " + plan.target + " WHERE " + condition});
    return deletions;
  }
  OAR_TRY(collect(store.tables(), plan, condition, deletions));
  return deletions;
}

}  // namespace oar::postgresql
