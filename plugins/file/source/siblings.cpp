#include "plugins/file/source/siblings.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string_view>

#include <sys/stat.h>

namespace oar::file {
namespace fs = std::filesystem;

Result<std::vector<Sibling>> siblings_of(std::string const& path) {
  auto const folder = fs::path{path}.parent_path();
  std::error_code failed;
  std::vector<Sibling> found;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    struct stat status {};  // what vanishes meanwhile is none
    if (at->path() == path || ::stat(at->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    found.push_back({at->path().string(),
                     {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
                      static_cast<std::int64_t>(status.st_size)},
                     status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec});
  }
  if (failed) return Error::of(Errc::io, folder.string(), ": cannot be listed: ", failed.message());
  std::ranges::sort(found, std::ranges::greater{}, &Sibling::changed);
  return found;
}

bool is_rotated_name(std::string const& path, std::string const& log) {
  if (path.size() < log.size() + 2 || !path.starts_with(log)) return false;
  auto rest = std::string_view{path}.substr(log.size());
  if (rest[0] != '.' && rest[0] != '-') return false;
  for (auto const* const packed : {".gz", ".zst", ".xz", ".bz2"})
    if (rest.ends_with(packed)) rest.remove_suffix(std::string_view{packed}.size());
  return rest.find_first_of("0123456789") != std::string_view::npos &&
         rest.find_first_not_of("0123456789.-_T") == std::string_view::npos;
}

}  // namespace oar::file
