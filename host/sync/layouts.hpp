#pragma once
// The shapes that one source's tables have in this sync: the catalog's first, then those that scans declare.

#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/sync/plan.hpp"

namespace oar::sync {

struct Layout {
  std::uint32_t id = 0;  // from 0, in the order they became known
  TableInfo info;
};

class Layouts {
 public:
  // The planned tables are the first layouts, in their order.
  Layouts(std::vector<TableInfo> catalog, SourcePlan const& plan);

  // [any thread] The layout that is this, known from now on. The reference lives as long as this.
  Layout const& of(TableInfo info);
  std::vector<Layout const*> known() const;  // [any thread]

  // The rest is constant: [any thread].
  TableInfo const* parent_of(TableInfo const& table) const;  // NULL = none
  bool is_parent(std::string_view table) const;
  // The table and everything below it, of the whole catalog.
  std::set<std::string> with_descendants(std::string const& table) const;

 private:
  // Constant after construction.
  std::vector<TableInfo> const catalog_;

  mutable std::mutex mutex_;
  std::deque<Layout> layouts_;  // grows only; guarded by mutex_
};

}  // namespace oar::sync
