#include "plugins/file/destination/folders.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace oar::file {
namespace {

Error failed(char const* what, std::string const& path, int code) {
  auto const kind = code == EACCES || code == EPERM || code == EROFS ? Errc::permission : Errc::io;
  return Error::of(kind, "cannot ", what, " ", path, ": ", std::strerror(code));
}

Result<void> sync_folder(std::string const& path) {
  auto const folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failed("open folder", path, errno);
  auto const done = ::fsync(folder);
  auto const code = errno;
  ::close(folder);
  return done == 0 ? Result<void>{} : failed("fsync folder", path, code);
}

bool is_folder(std::string const& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

}  // namespace

std::string folder_of(std::string const& path) {
  auto const last = path.find_last_not_of('/');
  if (last == path.npos) return path.empty() ? "." : "/";
  auto const slash = path.rfind('/', last);
  if (slash == path.npos) return ".";
  auto const end = path.find_last_not_of('/', slash);
  return end == path.npos ? "/" : path.substr(0, end + 1);
}

Result<void> make_folder(std::string const& path) {
  if (is_folder(path)) return {};
  auto const above = folder_of(path);
  if (above != path) OAR_TRY(make_folder(above));
  if (::mkdir(path.c_str(), 0777) == 0) return sync_folder(above);
  auto const code = errno;
  if (code == EEXIST && is_folder(path)) return {};  // somebody was quicker
  return failed("make folder", path, code);
}

Result<void> check_can_write(std::string const& folder) {
  struct stat about {};
  auto existing = folder;
  while (::stat(existing.c_str(), &about) != 0) {
    auto const code = errno;
    auto above = folder_of(existing);
    if (code != ENOENT || above == existing) return failed("look at folder", existing, code);
    existing = std::move(above);
  }
  if (!S_ISDIR(about.st_mode)) return failed("write into", existing, ENOTDIR);
  if (::access(existing.c_str(), W_OK | X_OK) != 0) return failed("write into folder", existing, errno);
  return {};
}

}  // namespace oar::file
