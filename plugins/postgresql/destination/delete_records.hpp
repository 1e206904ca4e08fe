#pragma once
// Deletes rows by key, with the rows of child tables where they are to go too.

#include <oar/destination.hpp>

#include <string>
#include <vector>

#include "plugins/postgresql/destination/layout_plan.hpp"
#include "plugins/postgresql/destination/merge.hpp"
#include "plugins/postgresql/destination/store.hpp"

namespace oar::postgresql {

enum class Children { stay, too };

// One statement, and the table that it changes.
struct Deletion {
  std::string table;  // the source's name of it
  std::string sql;
};

// How keys reach their temporary table: as rows of a layout that has the key's columns only.
Result<LayoutPlan> plan_keys(LayoutPlan const& plan);

// In the order in which they are to run: children before their parents. `keys` are rows of the temporary table of
// plan_keys(). Children are those of the tables that this writer has migrated.
Result<std::vector<Deletion>> plan_deletion(Store const& store, LayoutPlan const& plan, LayoutPlan const& key_plan,
                                            Numbers keys, Children children);

}  // namespace oar::postgresql
