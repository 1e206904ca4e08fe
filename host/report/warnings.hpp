#pragma once
// Many warnings as a few lines: those that differ only in a number or a quoted name are told once.

#include <cstdint>
#include <string>
#include <vector>

#include "host/sync/events.hpp"

namespace oar::report {

struct WarningGroup {
  std::string where;          // "linux: linux_processes"
  std::string first_message;  // of those that are alike
  std::uint64_t count = 0;
};

// In the order in which the first of each came.
std::vector<WarningGroup> group_warnings(std::vector<sync::Warning> const& warnings);

// "linux: linux_processes: cannot read /proc/7/fd: permission denied, and 120 more like it"
std::string to_string(WarningGroup const& group);

}  // namespace oar::report
