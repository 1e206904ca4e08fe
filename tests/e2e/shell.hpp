#pragma once
// Runs a script in another program, such as a shell, with `oarlock` first in its path.

#include <filesystem>
#include <string>
#include <vector>

#include "process.hpp"

namespace oar::e2e {

// Whether a program of this name is installed.
bool has_program(std::string const& name);

// `program ARGUMENTS...` in the folder; out and err come together.
Run run_program(Folder const& folder, std::string const& command_line);

}  // namespace oar::e2e
