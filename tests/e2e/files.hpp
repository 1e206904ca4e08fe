#pragma once
// What a folder holds, to see that nothing changed it.

#include <filesystem>
#include <map>
#include <string>

#include "process.hpp"

namespace oar::e2e {

// Every file below the folder, with its content: the -wal and -shm files of SQLite too.
inline std::map<std::string, std::string> files_of(Folder const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(folder.path()))
    files[entry.path().string()] = entry.is_regular_file() ? read_file(entry.path()) : "(folder)";
  return files;
}

}  // namespace oar::e2e
