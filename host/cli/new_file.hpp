#pragma once
// Writes a file whole or not at all.

#include <filesystem>
#include <string_view>

#include "oar/result.hpp"

namespace oar::cli {

enum class Replace { no, yes };

// Errc::config with what to do when it is there already, and when it cannot be written.
Result<void> write_new_file(std::filesystem::path const& path, std::string_view content, Replace replace);

}  // namespace oar::cli
