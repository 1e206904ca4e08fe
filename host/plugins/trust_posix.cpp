// The POSIX half of trust.hpp: mode bits and groups.
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "host/plugins/trust.hpp"

namespace oar::plugins {

namespace {

namespace fs = std::filesystem;

std::optional<gid_t> primary_group(uid_t user) {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->pw_gid;
  if (user == ::geteuid()) return ::getegid();  // a container's user without an account
  return std::nullopt;
}

Result<void> check_one(fs::path const& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0)
    return Error::of(Errc::io, path.string(), ": cannot look at it: ", std::strerror(errno));
  if (info.st_mode & S_IWOTH)
    return Error::of(Errc::permission, path.string(),
                     ": everyone may write to it, so anyone could put code into this process; run: chmod o-w '",
                     path.string(), "'");
  if (info.st_mode & S_IWGRP && primary_group(info.st_uid) != info.st_gid)
    return Error::of(Errc::permission, path.string(), ": a group other than its owner's (gid ", info.st_gid,
                     ") may write to it; run: chmod g-w '", path.string(), "'");
  return {};
}

}  // namespace

Result<void> check_writers(fs::path const& library) {
  std::error_code ec;
  fs::path const real = fs::canonical(library, ec);
  if (ec) return Error::of(Errc::io, library.string(), ": cannot look at it: ", ec.message());
  OAR_TRY(check_one(real));
  OAR_TRY(check_one(real.parent_path()));
  fs::path const folder = fs::absolute(library, ec).parent_path();
  if (!ec && folder != real.parent_path()) OAR_TRY(check_one(folder));
  return {};
}

}  // namespace oar::plugins
