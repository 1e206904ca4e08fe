#pragma once
// The words for a plugin that broke a rule of the ABI, as the engine says them.

#include "host/contract/misbehaved.hpp"

namespace oar::sync {

using contract::misbehaved;

}  // namespace oar::sync
