#pragma once
// Which scopes of which tables a route has written. Kept as one record of the host's beside the cursors, so that a
// scope which disappears from the source is known to be stale.
//
// Format, version 1: JSON text {"v":1,"scopes":[{"tables":[TEXT...],"scopes":[TEXT...]}...]}; tables that have the same
// scopes share an entry.

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::sync {

// The split id it is stored under. Splits of plugins may not begin so.
inline constexpr std::string_view reserved_prefix = "_oar_";
inline constexpr char scopes_record[] = "_oar_scopes";

using Scopes = std::map<std::string, std::set<std::string>>;  // by table

std::string encode_scopes(Scopes const& scopes);
Result<Scopes> decode_scopes(std::string_view bytes);

}  // namespace oar::sync
