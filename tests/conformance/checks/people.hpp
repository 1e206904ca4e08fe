#pragma once
// The table that most checks of destinations write: id (key), name.

#include <optional>
#include <utility>

#include "../store.hpp"

namespace conformance {

inline oar::Table people(std::string name = "people") {
  oar::Table table{std::move(name)};
  return table.key("id", oar::Type::int64).column("name", oar::Type::text);
}

using Person = std::pair<std::int64_t, std::optional<std::string>>;

inline Data persons(oar::Table const& table, std::vector<Person> const& rows) {
  return make_data(table, [&](oar::Rows& out) {
    for (auto const& [id, name] : rows) out.row(id, name);
  });
}

// A writer of its own for one transaction.
inline void store(Run const& run, Data const& data, std::int32_t write_mode = OAR_WRITE_APPEND) {
  Instance instance{run};
  Writer writer{instance};
  store(writer, data, write_mode);
}

inline void need(Writer const& writer, std::uint32_t capability, std::string_view name) {
  if (!writer.can(capability)) not_asked("the writer has no ", name);
}

}  // namespace conformance
