#pragma once
// Where a table has the host's columns that stale deletion goes by, whatever prefix the user gave them.

#include <oar/table.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oar {

// Places among the table's columns.
struct Provenance {
  std::string prefix;
  std::size_t source = 0, scope = 0, sync_time = 0;

  std::string deleted_at() const { return prefix + "deleted_at"; }
};

// They stand first: `<prefix>source`, then `<prefix>scope` and `<prefix>sync_time`. Nothing where they were left out.
inline std::optional<Provenance> provenance_of(Table const& table) {
  static constexpr std::string_view last = "source";
  if (table.columns().empty()) return std::nullopt;
  std::string_view const first = table.columns().front().name;
  if (!first.ends_with(last)) return std::nullopt;
  Provenance found{.prefix = std::string{first.substr(0, first.size() - last.size())}};
  auto const scope = table.index_of(found.prefix + "scope");
  auto const time = table.index_of(found.prefix + "sync_time");
  if (!scope || !time || table.columns()[*time].type.kind != Kind::timestamp) return std::nullopt;
  found.scope = *scope;
  found.sync_time = *time;
  return found;
}

}  // namespace oar
