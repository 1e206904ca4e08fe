#include "host/cli/confirm.hpp"

#include <unistd.h>

#include <iostream>

namespace oar::cli {

Result<bool> confirm(Options const& options, std::string const& question) {
  if (options.yes) return true;
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
    return Error::of(Errc::config,
                     "there is no terminal to ask on, so nothing was changed; --yes says that it is meant");
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace oar::cli
