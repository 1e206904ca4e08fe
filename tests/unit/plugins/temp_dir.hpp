#pragma once
// A folder that lives as long as its test, and that only its owner may write to.

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "oarlock-plugins-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error{"no temporary folder"};
    path_ = std::filesystem::canonical(pattern);
  }
  TempDir(TempDir const&) = delete;
  TempDir& operator=(TempDir const&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  // A file that only its owner may write to, whatever the umask.
  std::filesystem::path file(std::string_view name, std::string_view content) const {
    std::filesystem::path const path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all);
    std::ofstream{path, std::ios::binary} << content;
    std::filesystem::permissions(path, std::filesystem::perms{0644});
    return path;
  }

 private:
  std::filesystem::path path_;
};
