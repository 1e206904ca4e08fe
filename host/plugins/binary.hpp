#pragma once
// Is this file a library for this machine? Read from its first bytes, because the loader's own words do not say.

#include <filesystem>

#include "oar/result.hpp"

namespace oar::plugins {

// Refuses a folder, an empty or a text file, and on ELF systems a library for another machine, word size or byte order,
// naming both machines. What it does not know it lets through: the loader has the last word.
Result<void> check_binary(std::filesystem::path const& library);

}  // namespace oar::plugins
