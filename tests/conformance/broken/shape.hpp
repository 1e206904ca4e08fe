#pragma once
// Which tables the broken destination takes, and what becomes of a stored one that changes.

#include <oar/destination.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "fault.hpp"

namespace broken {

inline oar::Error refused(std::string const& why) { return oar::Error::of(oar::Errc::schema, why); }

constexpr std::string_view other_key = "another key";

inline bool widens(oar::Type const& from, oar::Type const& to) {
  using oar::Kind;
  if (from == to || from.kind == Kind::null) return true;
  if (is("refuses_int64") && to.kind == Kind::int64) return false;
  if (is("refuses_float64") && to.kind == Kind::float64) return false;
  if (is("refuses_timestamp") && to.kind == Kind::timestamp) return false;
  return (from.kind == Kind::int32 && to.kind == Kind::int64) ||
         (from.kind == Kind::float32 && to.kind == Kind::float64) ||
         (from.kind == Kind::date32 && to.kind == Kind::timestamp && to.zone.empty());
}

inline std::optional<std::string> obstacle(oar::Table const& old, oar::Layout const& layout) {
  if (layout.mode == oar::WriteMode::upsert && old.primary_key() != layout.table.primary_key())
    return std::string{other_key};
  for (auto const& column : layout.table.columns()) {
    auto const at = old.index_of(column.name);
    if (!at && is("refuses_columns")) return "a new column";
    if (!at) continue;
    auto const& before = old.columns()[*at];
    if (!widens(before.type, column.type)) return "column " + column.name;
    if (is("refuses_null") && !before.nullable && column.nullable) return "NULL";
  }
  for (auto const& column : old.columns())
    if (is("refuses_fewer_columns") && !column.name.starts_with("_oar_") && !layout.table.index_of(column.name))
      return "column " + column.name + " is gone";
  return std::nullopt;
}

// The stored shape with what the layout adds to it, and how many changes that is.
inline std::pair<oar::Table, int> merged(oar::Table const& old, oar::Table const& wanted) {
  oar::Table out{old.name()};
  int changes = 0;
  for (auto column : old.columns()) {
    auto const at = wanted.index_of(column.name);
    auto const before = column;
    if (at) column.type = wanted.columns()[*at].type;
    if (!at || wanted.columns()[*at].nullable) column.nullable = true;
    changes += before == column ? 0 : 1;
    column.nullable ? out.column(column.name, column.type) : out.required(column.name, column.type);
  }
  for (auto const& column : wanted.columns()) {
    if (old.index_of(column.name)) continue;
    ++changes;
    out.column(column.name, column.type);
  }
  out.key(old.primary_key());
  return {std::move(out), changes};
}

inline oar::Result<void> check_names(oar::Table const& table) {
  auto const& name = table.name();
  if (name.starts_with("_oar_")) return refused("reserved");
  for (auto const& column : table.columns())
    if (column.name.size() > 150) return refused("too long");
  return {};
}

inline std::string stored_name(std::string name) {
  if (is("mixes_case"))
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c == 'C' ? 'c' : c; });
  return name;
}

}  // namespace broken
