#pragma once
// Asking before something is forgotten or overwritten.

#include <string>

#include "host/cli/console.hpp"

namespace oar::cli {

// True when --yes was given, or the user on the terminal says y. Without a terminal and --yes: an error that says so.
Result<bool> confirm(Options const& options, std::string const& question);

}  // namespace oar::cli
