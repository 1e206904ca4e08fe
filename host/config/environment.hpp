#pragma once
// What loading a configuration needs from the world around it, so that tests hand in their own.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oar/result.hpp"

namespace oar::config {

class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::optional<std::string> variable(std::string const& name) const = 0;
  // Relative paths are relative to the working directory. The error says why, without the path.
  virtual Result<std::string> read_file(std::filesystem::path const& path) const = 0;
  // The names in a folder, unsorted; nothing when the path is not a folder.
  virtual Result<std::optional<std::vector<std::filesystem::path>>> list(std::filesystem::path const& path) const = 0;
  virtual std::chrono::system_clock::time_point now() const = 0;
};

// The process's own variables, files and clock.
class ProcessEnvironment final : public Environment {
 public:
  std::optional<std::string> variable(std::string const& name) const override;
  Result<std::string> read_file(std::filesystem::path const& path) const override;
  Result<std::optional<std::vector<std::filesystem::path>>> list(std::filesystem::path const& path) const override;
  std::chrono::system_clock::time_point now() const override;
};

}  // namespace oar::config
