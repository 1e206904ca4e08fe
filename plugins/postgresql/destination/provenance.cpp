#include "plugins/postgresql/destination/provenance.hpp"

namespace oar::postgresql {

std::optional<Provenance> provenance_of(Table const& table) {
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

}  // namespace oar::postgresql
