#pragma once
// What a StateFile holds. Its functions are spread by topic over syncs, progress, pending, rejects and bindings.

#include <filesystem>
#include <memory>
#include <mutex>
#include <system_error>

#include "state/sqlite.hpp"
#include "state/state_file.hpp"

namespace oar::state {

struct StateFile::Inside {
  // constant after construction
  std::filesystem::path path;
  Access access;
  // guarded by mutex
  std::mutex mutex;
  std::unique_ptr<Database> database;

  // Beside the file itself, so that all links to one file share one lock.
  std::filesystem::path lock_path() const {
    std::error_code code;
    auto const real = std::filesystem::canonical(path, code);
    return (code ? path : real).string() + ".lock";
  }
};

}  // namespace oar::state
