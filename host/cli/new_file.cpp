// A file beside the target takes the content and then its name.
#include "host/cli/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "host/cli/write_all.hpp"

namespace oar::cli {
namespace {

Error failed(std::filesystem::path const& path, int code) {
  return Error::of(Errc::config, "cannot write ", path.string(), ": ", std::generic_category().message(code));
}

}  // namespace

Result<void> write_new_file(std::filesystem::path const& path, std::string_view content, Replace replace) {
  auto const beside = path.string() + "." + std::to_string(::getpid()) + ".new";
  int const fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return failed(path, errno);
  int code = write_all(fd, content);
  if (::close(fd) != 0 && code == 0) code = errno;
  if (code == 0 && replace == Replace::yes && ::rename(beside.c_str(), path.c_str()) != 0) code = errno;
  if (code == 0 && replace == Replace::no && ::link(beside.c_str(), path.c_str()) != 0) code = errno;
  ::unlink(beside.c_str());
  if (code == EEXIST) return Error::of(Errc::config, path.string(), " exists already: --force replaces it");
  return code == 0 ? Result<void>{} : failed(path, code);
}

}  // namespace oar::cli
