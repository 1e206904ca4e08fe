#include "host/config/environment.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

namespace oar::config {
namespace {

constexpr std::size_t largest_file = 16 << 20;

}  // namespace

std::optional<std::string> ProcessEnvironment::variable(std::string const& name) const {
  auto const* value = std::getenv(name.c_str());
  return value == nullptr ? std::optional<std::string>{} : std::string(value);
}

Result<std::string> ProcessEnvironment::read_file(std::filesystem::path const& path) const {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return Error::of(Errc::io, "it is a folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error::of(Errc::io, std::strerror(errno == 0 ? ENOENT : errno));
  std::string content;
  std::array<char, 65536> block{};
  while (file.read(block.data(), block.size()), file.gcount() > 0) {
    content.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (content.size() > largest_file) return Error::of(Errc::io, "it is larger than ", largest_file >> 20, " MiB");
  }
  if (file.bad()) return Error::of(Errc::io, std::strerror(errno == 0 ? EIO : errno));
  return content;
}

Result<std::optional<std::vector<std::filesystem::path>>> ProcessEnvironment::list(
    std::filesystem::path const& path) const {
  std::optional<std::vector<std::filesystem::path>> names;
  std::error_code failure;
  if (!std::filesystem::is_directory(path, failure)) return names;
  std::filesystem::directory_iterator folder(path, failure);
  if (failure) return Error::of(Errc::io, failure.message());
  names.emplace();
  for (; folder != std::filesystem::directory_iterator{}; folder.increment(failure)) {
    if (failure) return Error::of(Errc::io, failure.message());
    names->push_back(folder->path().filename());
  }
  return names;
}

std::chrono::system_clock::time_point ProcessEnvironment::now() const { return std::chrono::system_clock::now(); }

}  // namespace oar::config
