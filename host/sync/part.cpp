// Narrows a plan by globs, family by family.
#include "host/sync/part.hpp"

#include <algorithm>
#include <set>

#include "host/config/tables.hpp"
#include "host/config/wording.hpp"
#include "oar/glob.hpp"

namespace oar::sync {
namespace {

// The ancestor of all of the table's family that are in the plan.
std::string root_of(SourcePlan const& plan, TablePlan const& table) {
  TablePlan const* root = &table;
  for (std::size_t steps = 0; steps < plan.tables.size(); ++steps) {
    TablePlan const* const parent = plan.table(root->info.parent);
    if (!parent) break;
    root = parent;
  }
  return root->info.name;
}

std::set<std::string> incremental_families(SourcePlan const& plan) {
  std::set<std::string> roots;
  for (TablePlan const& table : plan.tables) {
    if (table.read == Read::incremental) roots.insert(root_of(plan, table));
  }
  return roots;
}

bool contains(std::vector<std::string> const& names, std::string const& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void keep_part(SourcePlan& plan, config::Source const& source, std::vector<std::string> const& globs) {
  if (globs.empty()) return;
  std::vector<config::OfferedTable> selected;
  config::Selection whole;
  for (TablePlan const& table : plan.tables) {
    selected.push_back({.name = table.info.name, .parent = table.info.parent});
    whole.tables.push_back({.name = table.info.name});
  }
  config::Selection const part = config::narrowed(source, selected, whole, globs);
  std::set<std::string> kept;
  std::set<std::string> families;
  std::set<std::string> const shared = incremental_families(plan);
  for (TablePlan const& table : plan.tables) {
    if (!part.contains(table.info.name)) continue;
    kept.insert(table.info.name);
    if (shared.contains(root_of(plan, table))) families.insert(root_of(plan, table));
  }
  for (TablePlan const& table : plan.tables) {
    if (families.contains(root_of(plan, table))) kept.insert(table.info.name);
    if (!kept.contains(table.info.name)) plan.left_out.push_back(table.info.name);
  }
  std::erase_if(plan.tables, [&](TablePlan const& table) { return !kept.contains(table.info.name); });
}

std::vector<std::string> unmatched(std::vector<std::string> const& globs, std::vector<std::string> const& names) {
  std::vector<std::string> errors;
  for (std::string const& glob : globs) {
    if (std::any_of(names.begin(), names.end(), [&](auto const& name) { return glob_matches(glob, name); })) continue;
    errors.push_back("--table: found " + config::in_quotes(glob) +
                     ", which matches no table that the configuration selects, expected one of these, or a glob: " +
                     config::listed(names) + config::did_you_mean(glob, names));
  }
  return errors;
}

Result<void> check_whole(std::vector<Split> const& splits, Memory const& memory, SourcePlan const& plan) {
  for (Split const& split : splits) {
    auto const known = memory.cursors.find(split.id);
    if (split.start_cursor.empty() || known == memory.cursors.end()) continue;
    for (std::string const& table : known->second.envelope.tables) {
      if (!contains(plan.left_out, table)) continue;
      return Error::of(Errc::config, "--table: one cursor reads '", split.tables.front(), "' and '", table,
                       "' together (split '", split.id, "'); name both, or neither");
    }
  }
  return {};
}

std::string torn(std::vector<std::string> const& tables, SourcePlan const& plan) {
  bool const any = std::any_of(tables.begin(), tables.end(), [&](auto const& table) { return plan.table(table); });
  if (!any) return {};
  auto const found =
      std::find_if(tables.begin(), tables.end(), [&](auto const& table) { return contains(plan.left_out, table); });
  return found == tables.end() ? std::string{} : *found;
}

}  // namespace oar::sync
