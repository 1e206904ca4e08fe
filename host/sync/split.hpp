#pragma once
// What the source's plan, or a scan, says of a split.

#include <cstdint>
#include <string>
#include <vector>

#include "host/sync/envelope.hpp"

namespace oar::sync {

struct Split {
  std::string id;
  std::string scope;
  std::string descriptor;
  std::string start_cursor;
  std::vector<std::string> tables;
  std::uint32_t flags = 0;  // OAR_SPLIT_...
  Read read = Read::full;
  std::string found_by;         // split id; empty = planned
  std::int64_t est_rows = -1;   // -1 = unknown
  std::int64_t est_bytes = -1;  // -1 = unknown
  bool finished = false;        // an interrupted sync that is being resumed has read it: not read again

  bool has(std::uint32_t flag) const { return (flags & flag) != 0; }
};

}  // namespace oar::sync
