#pragma once
// May this library be loaded, judging by who else could have written it?

#include <filesystem>

#include "oar/result.hpp"

namespace oar::plugins {

// Refuses a file, or the folder it lies in, that everyone or a group other than its owner's primary one may write to;
// through a link, both folders. Ancestors are not checked. On Windows, where access lists say it, nothing is refused
// yet.
Result<void> check_writers(std::filesystem::path const& library);

}  // namespace oar::plugins
