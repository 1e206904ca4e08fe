#pragma once
// The cursor of a file that is read as a log: how far it, and those it was before, were read.

#include "plugins/file/source/position.hpp"

#include <oar/cursor.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace oar::file {

// Oldest first; the last one is the file at the path itself. The others were at the path before they were rotated away:
// they may be met again, here or under another name, and a program may still write to them.
struct LogCursor {
  std::vector<Position> files;
};
BOOST_DESCRIBE_STRUCT(LogCursor, (), (files))

// What a scan needs beside its cursor.
struct LogSplit {
  std::string path;
  std::int64_t reads = 1;  // so many of the cursor's last files are read
};
BOOST_DESCRIBE_STRUCT(LogSplit, (), (path, reads))

}  // namespace oar::file
