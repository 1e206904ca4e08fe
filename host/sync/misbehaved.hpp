#pragma once
// The words for a plugin that broke a rule of the ABI.

#include <string_view>

#include "oar/result.hpp"

namespace oar::sync {

inline Error misbehaved(std::string_view how) { return Error::of(Errc::internal, "plugin misbehaved: ", how); }

}  // namespace oar::sync
