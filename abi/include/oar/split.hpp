#pragma once
// An independently readable piece of the selected tables.

#include <oar/abi/source.h>
#include <oar/cursor.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace oar {

struct Split {
  std::string id;                   // stable across runs, at most 255 bytes: the key of its cursor
  std::string scope = {};           // the unit of stale deletion
  std::vector<std::string> tables;  // parents before children
  std::string data = {};            // the source's own: what read() needs beside the tables; no secrets
  Cursor start = {};                // where to begin; empty = from the start
  std::uint32_t flags = 0;          // OAR_SPLIT_...
  std::int64_t est_rows = -1;       // -1 = unknown
  std::int64_t est_bytes = -1;
};

}  // namespace oar
