#pragma once
// Scripts that make a shell complete commands, options, their values, files and plugins. Pure.

#include <string>
#include <string_view>

#include "host/cli/grammar.hpp"

namespace oar::cli {

// shell: bash, zsh or fish.
std::string completion_script(std::string_view shell, CommandWords const& root);

std::string bash_completion(CommandWords const& root);
std::string zsh_completion(CommandWords const& root);
std::string fish_completion(CommandWords const& root);

}  // namespace oar::cli
