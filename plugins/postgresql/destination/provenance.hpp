#pragma once
// The columns of ours that stale deletion goes by, whatever their prefix.

#include <oar/table.hpp>

#include <optional>
#include <string>

namespace oar::postgresql {

// Places among the table's columns.
struct Provenance {
  std::string prefix;
  std::size_t source = 0, scope = 0, sync_time = 0;

  std::string deleted_at() const { return prefix + "deleted_at"; }
};

// They stand first: `<prefix>source`, then `<prefix>scope` and `<prefix>sync_time`. Nothing where they were left out.
std::optional<Provenance> provenance_of(Table const& table);

}  // namespace oar::postgresql
