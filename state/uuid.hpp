#pragma once
// Random ids.

#include <string>

namespace oar::state {

std::string uuid_v4();  // RFC 4122, lower case, with hyphens

}  // namespace oar::state
