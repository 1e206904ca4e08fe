#pragma once
// The sync room's job from a configuration whose plugins are ready.

#include "host/cli/prepare.hpp"
#include "host/sync/engine.hpp"

namespace oar::cli {

// `prepared` and its ends outlive it.
Result<sync::Job> job_of(Prepared const& prepared, Options const& options, std::string command);

// A fault before anything began: the state file busy, newer or damaged. Tells it, and returns 1.
int fault(Error const& error, Console& console);
// What job_of() found wrong: in the settings, or a fault. Tells it, and returns 2 or 1.
int no_job(Error const& error, Console& console);

}  // namespace oar::cli
