#pragma once
// The files that the settings name.

#include "plugins/file/source/settings.hpp"

#include <string>
#include <vector>

namespace oar::file {

// One file: a split.
struct SourceFile {
  std::string path;  // absolute
  std::string table;
  Format format = Format::csv;
  Compression compression = Compression::none;
};

// Each file once, in the order of the settings, a glob's by name. A path that names nothing is an error.
Result<std::vector<SourceFile>> find_files(Settings const& settings);

// One file by its name.
Result<SourceFile> file_named(std::string path, Settings const& settings);

}  // namespace oar::file
