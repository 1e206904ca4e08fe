#pragma once
// Where plugin libraries are looked for, and which file a name in the config stands for.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"

namespace oar::plugins {

// One folder that is looked into, and whose wish that is: "--plugin-dir", "OARLOCK_PLUGIN_PATH".
struct Place {
  std::filesystem::path path;
  std::string why;
};

// What the search path is made of. Tests fill it by hand; ambient() reads it from the process.
struct SearchSettings {
  std::vector<std::filesystem::path> plugin_dirs;  // --plugin-dir, in order
  std::string plugin_path;                         // OARLOCK_PLUGIN_PATH: folders parted by ':' (';' on Windows)
  std::filesystem::path data_home;                 // XDG_DATA_HOME, else ~/.local/share; empty = none
  std::filesystem::path executable;                // its real path; empty = unknown

  static SearchSettings ambient(std::vector<std::filesystem::path> plugin_dirs);
};

// The folders in the order they are asked. Empty elements are left out, a folder named twice counts once.
struct SearchPath {
  std::vector<Place> places;

  static SearchPath of(SearchSettings const& settings);
};

// A library that lies in a place. Of two with one name the first is used; the later ones are shadowed.
struct Found {
  std::string name;
  std::filesystem::path path;
  std::string why;  // of its place
  bool shadowed = false;
};

// ".so" here, ".dll" on Windows.
std::string library_suffix();

// The library that `path:` means: a path when it holds a slash or ends in .so or .dll (relative to the working
// directory), else a name. When there is none the error lists each place looked at, why it was passed over, and the
// nearest names.
Result<std::filesystem::path> find(std::string_view name_or_path, SearchPath const& path);

// All libraries in all places, shadowed ones included, by place and name. Places that cannot be read are left out.
std::vector<Found> list(SearchPath const& path);

}  // namespace oar::plugins
