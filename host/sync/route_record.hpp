#pragma once
// What a route remembers beside its cursors, as one record of the host's among them: which scopes of which tables it
// has written, so that a scope which disappears from the source is known to be stale; and which sync last settled all
// of its full tables, so that nobody resumes what is complete; and the time of the sync that wrote it, so that none
// after it has an earlier one, though the state file is lost and the clock goes back.
//
// Format, version 1: JSON text
// {"v":1,"scopes":[{"tables":[TEXT...],"scopes":[TEXT...]}...],"finished":SYNC ID,"time":MICROSECONDS}; tables that
// have the same scopes share an entry, and "time" may be missing.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::sync {

// The split id it is stored under. Splits of plugins may not begin so.
inline constexpr std::string_view reserved_prefix = "_oar_";
inline constexpr char route_record[] = "_oar_route";

using Scopes = std::map<std::string, std::set<std::string>>;  // by table

struct RouteRecord {
  Scopes scopes;             // none of them without a scope
  std::string finished;      // sync id; empty = none yet
  std::int64_t time_us = 0;  // of the sync that wrote it; 0 = not known

  friend bool operator==(RouteRecord const&, RouteRecord const&) = default;
};

std::string encode(RouteRecord const& record);
Result<RouteRecord> decode_route_record(std::string_view bytes);

}  // namespace oar::sync
