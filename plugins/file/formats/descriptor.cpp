#include "plugins/file/formats/descriptor.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>

namespace oar::file {
namespace {

Errc code_of(int code) {
  if (code == ENOENT || code == ENOTDIR) return Errc::not_found;
  if (code == EACCES || code == EPERM) return Errc::permission;
  return Errc::io;
}

}  // namespace

Error os_error(std::string const& path, char const* what, int code) {
  return Error::of(code_of(code), path, ": ", what, ": ", std::strerror(code));
}

Result<Descriptor> open_file(std::string const& path) {
  // Not blocking, so that a pipe without a writer does not hold the sync.
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.get() < 0) return os_error(path, "cannot be opened", errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return os_error(path, "cannot be looked at", errno);
  if (S_ISDIR(status.st_mode)) return Error::of(Errc::config, path, ": is a folder; write ", path, "/* for its files");
  if (!S_ISREG(status.st_mode)) return Error::of(Errc::config, path, ": is no regular file");
  return file;
}

Result<Descriptor> duplicate(Descriptor const& file, std::string const& path) {
  Descriptor copy{::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)};
  if (copy.get() < 0) return os_error(path, "cannot be opened", errno);
  return copy;
}

Result<FileState> state_of(Descriptor const& file, std::string const& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return os_error(path, "cannot be looked at", errno);
  return FileState{static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
                   static_cast<std::int64_t>(status.st_size)};
}

}  // namespace oar::file
