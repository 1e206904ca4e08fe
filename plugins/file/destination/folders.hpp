#pragma once
// Folders that outlive a power cut as the files in them do.

#include <oar/result.hpp>

#include <string>

namespace oar::file {

// Makes a folder and those above it that are missing.
Result<void> make_folder(std::string const& path);
// The folder that a file lies in.
std::string folder_of(std::string const& path);
// A file could be made in this folder, or in a folder made for it.
Result<void> check_can_write(std::string const& folder);

}  // namespace oar::file
