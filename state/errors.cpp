// The wording of the state file's errors.
#include "state/errors.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace oar::state {
namespace {

std::string system_text(int system_errno) { return std::generic_category().message(system_errno); }

bool is_permission(int system_errno) {
  return system_errno == EACCES || system_errno == EPERM || system_errno == EROFS;
}

Error not_writable(std::string_view file, std::string_view why) {
  return Error::of(Errc::permission, "state file ", file, ": cannot be written (", why,
                   "): give this user write access to the file and its folder, or choose another place with --state");
}

Error damaged(std::string_view file, std::string_view text) {
  return Error::of(Errc::data, "state file ", file, ": is damaged (", text,
                   "): move it away and sync again; destinations that keep their own record bring their cursors back, "
                   "all other routes start anew");
}

Error full(std::string_view file) {
  return Error::of(Errc::io, "state file ", file,
                   ": the disk is full: free some space and run again; what was saved before is not lost");
}

Error failing(std::string_view file, std::string_view why) {
  return Error::of(Errc::io, "state file ", file, ": the system could not read or write it (", why,
                   "): check the disk, its quota and its limits, and run again; what was saved before is not lost");
}

}  // namespace

Error explain(std::string_view file, int code, std::string_view text, int system_errno) {
  auto const why = system_errno ? system_text(system_errno) : std::string{text};
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return not_ours(file);
    case SQLITE_CORRUPT:
      return damaged(file, text);
    case SQLITE_FULL:
      return full(file);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return not_writable(file, text);
    case SQLITE_CANTOPEN:
      return not_usable(file, why, is_permission(system_errno));
    case SQLITE_IOERR:
      return failing(file, why);
    case SQLITE_NOMEM:
      return Error::of(Errc::no_memory, "state file ", file, ": out of memory");
    case SQLITE_BUSY:
      return Error::of(Errc::conflict, "state file ", file, ": another process is writing to it and did not finish in ",
                       busy_timeout_ms / 1000, " s: wait for it and run again");
    default:
      return Error::of(Errc::internal, "state file ", file, ": ", text, " (SQLite ", code, ")");
  }
}

Error newer_format(std::string_view file, std::int64_t format, std::int64_t known) {
  return Error::of(Errc::unsupported, "state file ", file, ": was written by a newer oarlock (format ", format,
                   ", this one knows up to ", known, "): upgrade oarlock, or choose another file with --state");
}

Error not_ours(std::string_view file) {
  return Error::of(Errc::data, "state file ", file,
                   ": is not a state file of oarlock, or its beginning is damaged: move it away, or choose another "
                   "place with --state");
}

Error is_a_folder(std::string_view file) {
  return Error::of(Errc::io, "state file ", file, ": is a folder: name a file with --state, for example ", file,
                   file.ends_with('/') ? "" : "/", "state.db");
}

Error not_usable(std::string_view file, std::string_view why, bool permission) {
  if (permission) return not_writable(file, why);
  return Error::of(Errc::io, "state file ", file, ": cannot be opened or created there (", why,
                   "): choose another place with --state");
}

}  // namespace oar::state
