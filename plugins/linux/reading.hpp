#pragma once
// What the readers of all tables share: the files, the host's name, and where troubles are counted.

#include "files.hpp"
#include "problems.hpp"

#include <oar/result.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace machine {

// Takes one row of a table. Parents are handed over before their children.
template <class Row>
using Emit = std::function<void(Row)>;

// Borrowed by one reading; outlives it.
struct Machine {
  Files const& files;
  std::string host;
  Problems& problems;

  // The file that a table is made of. Absent: nothing, and that is no trouble. Denied: nothing, and counted. Anything
  // else that goes wrong is an error, so that rows are not taken for deleted because a disk could not be read.
  oar::Result<std::optional<std::string>> main_text(std::string const& table, std::string const& path,
                                                    std::uint64_t limit = default_file_limit);
  oar::Result<std::optional<std::vector<std::string>>> main_list(std::string const& table, std::string const& path);

  // One of many pieces ("crontabs"): whatever goes wrong but absence is counted, and the others are read.
  std::optional<std::string> part_text(std::string const& table, std::string const& what, std::string const& path);
  std::optional<std::vector<std::string>> part_list(std::string const& table, std::string const& what,
                                                    std::string const& path);

  // One value in a file of its own, as in /sys: trimmed, or nothing.
  std::optional<std::string> value(std::string const& path) const;
};

}  // namespace machine
