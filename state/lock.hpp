#pragma once
// An operating system's lock on a file, which ends with the process that holds it, and a note in the file on who that
// is.

#include <filesystem>
#include <string>

#include "oar/result.hpp"
#include "state/os.hpp"

namespace oar::state {

// Holds the lock while it lives. The file stays: removing it would let two processes lock two files of one name.
class SyncLock {
 public:
  // Errc::conflict when another process, or another SyncLock of this one, holds it; the message says who.
  static Result<SyncLock> acquire(std::filesystem::path const& file, std::string const& holder_description);

  // Whether somebody holds it now. Takes nothing, creates nothing; what cannot be read counts as not held.
  static bool held(std::filesystem::path const& file);

  SyncLock(SyncLock&&) noexcept;
  SyncLock& operator=(SyncLock&&) noexcept;
  ~SyncLock();

 private:
  explicit SyncLock(os::Handle handle) : handle_{handle} {}
  os::Handle handle_;  // os::no_handle = moved from
};

}  // namespace oar::state
