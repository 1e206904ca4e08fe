#pragma once
// An environment in memory: variables, files and folders by name, and a clock that stands still.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "host/config/load.hpp"

namespace oar::config {

class MemoryEnvironment final : public Environment {
 public:
  std::map<std::string, std::string> variables;
  std::map<std::string, std::string> files;
  // 2026-03-31T12:30:45Z
  std::chrono::system_clock::time_point clock{std::chrono::seconds{1774960245}};

  std::optional<std::string> variable(std::string const& name) const override {
    auto const found = variables.find(name);
    return found == variables.end() ? std::optional<std::string>{} : found->second;
  }
  Result<std::string> read_file(std::filesystem::path const& path) const override {
    auto const found = files.find(path.string());
    if (found == files.end()) return Error::of(Errc::io, "No such file or directory");
    return found->second;
  }
  Result<std::optional<std::vector<std::filesystem::path>>> list(std::filesystem::path const& path) const override {
    std::optional<std::vector<std::filesystem::path>> names;
    for (auto const& [name, content] : files)
      if (std::filesystem::path(name).parent_path() == path && !path.empty()) {
        if (!names) names.emplace();
        names->push_back(std::filesystem::path(name).filename());
      }
    return names;
  }
  std::chrono::system_clock::time_point now() const override { return clock; }
};

inline Loaded load_text(std::string const& file, std::string const& text, MemoryEnvironment environment = {}) {
  environment.files[file] = text;
  return load({file}, environment);
}

inline std::vector<std::string> lines(std::vector<Problem> const& problems) {
  std::vector<std::string> result;
  for (auto const& problem : problems) result.push_back(to_string(problem));
  return result;
}

inline bool any_contains(std::vector<std::string> const& texts, std::string const& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](std::string const& text) { return text.find(part) != std::string::npos; });
}

}  // namespace oar::config
