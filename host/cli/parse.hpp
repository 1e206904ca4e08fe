#pragma once
// Reads the command line.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/cli/options.hpp"

namespace oar::cli {

// There is nothing to run: a text to print and the code to end with. Code 0 prints on stdout (help, version), else on
// stderr.
struct Leave {
  int code = exit_done;
  std::string text;
};

// arguments: without the program's name.
std::variant<Options, Leave> parse(std::vector<std::string> const& arguments);

}  // namespace oar::cli
