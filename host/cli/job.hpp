#pragma once
// The sync room's job from a configuration whose plugins are ready.

#include "host/cli/prepare.hpp"
#include "host/sync/engine.hpp"

namespace oar::cli {

// `prepared` and its ends outlive it.
Result<sync::Job> job_of(Prepared const& prepared, Options const& options, std::string command);

}  // namespace oar::cli
