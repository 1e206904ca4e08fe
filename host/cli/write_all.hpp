#pragma once
// Text into a descriptor, whole.

#include <string_view>

namespace oar::cli {

// The system's error, or 0.
int write_all(int fd, std::string_view text);

}  // namespace oar::cli
