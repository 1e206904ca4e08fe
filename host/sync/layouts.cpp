#include "host/sync/layouts.hpp"

#include <algorithm>

#include "host/sync/rows/arrow_owner.hpp"

namespace oar::sync {

Layouts::Layouts(std::vector<TableInfo> catalog, SourcePlan const& plan) : catalog_{std::move(catalog)} {
  for (TablePlan const& table : plan.tables)
    layouts_.push_back({static_cast<std::uint32_t>(layouts_.size()), table.info});
}

Layout const& Layouts::of(TableInfo info) {
  std::lock_guard const lock{mutex_};
  for (Layout const& layout : layouts_) {
    if (layout.info.name == info.name && same_layout(**layout.info.layout, **info.layout)) return layout;
  }
  layouts_.push_back({static_cast<std::uint32_t>(layouts_.size()), std::move(info)});
  return layouts_.back();
}

std::vector<Layout const*> Layouts::known() const {
  std::lock_guard const lock{mutex_};
  std::vector<Layout const*> all;
  for (Layout const& layout : layouts_) all.push_back(&layout);
  return all;
}

TableInfo const* Layouts::parent_of(TableInfo const& table) const {
  auto const found =
      std::find_if(catalog_.begin(), catalog_.end(), [&](TableInfo const& each) { return each.name == table.parent; });
  return table.parent.empty() || found == catalog_.end() ? nullptr : &*found;
}

bool Layouts::is_parent(std::string_view table) const {
  return std::any_of(catalog_.begin(), catalog_.end(), [&](TableInfo const& each) { return each.parent == table; });
}

std::set<std::string> Layouts::with_descendants(std::string const& table) const {
  std::set<std::string> all{table};
  for (std::size_t before = 0; before != all.size();) {
    before = all.size();
    for (TableInfo const& each : catalog_) {
      if (all.contains(each.parent)) all.insert(each.name);
    }
  }
  return all;
}

}  // namespace oar::sync
