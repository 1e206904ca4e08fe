// Asks the environment and the stream whether colour is welcome.
#include "host/report/style.hpp"

#include <unistd.h>

#include <cstdlib>

namespace oar::report {

bool is_terminal(int fd) {
  char const* const term = std::getenv("TERM");
  return ::isatty(fd) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

bool wants_color(ColorMode mode, int fd) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  char const* const refused = std::getenv("NO_COLOR");  // https://no-color.org: when present and not empty
  if (refused != nullptr && *refused != '\0') return false;
  return is_terminal(fd);
}

}  // namespace oar::report
