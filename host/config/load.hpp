#pragma once
// Loads configuration files into one model and says everything that is wrong with them at once.

#include <filesystem>
#include <string>
#include <vector>

#include "host/config/environment.hpp"
#include "host/config/model.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

struct Loaded {
  Config config;                  // complete only when there are no errors; warnings may remain
  std::vector<Problem> problems;  // in the order of their places
  // Texts that came out of ${ENV} and ${file:}: possibly secret. For redaction, beside secret_values() of spec.hpp.
  std::vector<std::string> secrets;
  std::vector<std::filesystem::path> files;  // the files that were read, in order; folders resolved

  bool ok() const { return !has_errors(problems); }
};

// Each path is a file (.yaml, .yml, .json; other names are read as YAML) or a folder of such files, read in the order
// of their names and without its subfolders. Never throws.
Loaded load(std::vector<std::filesystem::path> const& paths, Environment const& environment);

}  // namespace oar::config
