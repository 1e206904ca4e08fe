#pragma once
// Files beside a file: where a log goes when it is rotated.

#include "plugins/file/formats/descriptor.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace oar::file {

struct Sibling {
  std::string path;
  FileState state;
  std::int64_t changed = 0;  // nanoseconds since 1970
};

// The regular files of its folder but itself, newest first.
Result<std::vector<Sibling>> siblings_of(std::string const& path);

// Is this the name of an older part of that log: app.log.1 of app.log, app.log-20260101, app.log.2.gz?
bool is_rotated_name(std::string const& path, std::string const& log);

}  // namespace oar::file
