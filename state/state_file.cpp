// Opening, moving and locking; the rest of the class stands by topic in the files beside this one.
#include "state/state_file.hpp"

#include "state/inside.hpp"
#include "state/open.hpp"

namespace oar::state {

namespace {

Result<std::unique_ptr<Database>> open_database(std::filesystem::path const& path, Access access) {
  switch (access) {
    case Access::read_write:
      return open_for_writing(path);
    case Access::scratch:
      return open_snapshot(path, Snapshot::writable);
    case Access::read_only:
      break;
  }
  return open_snapshot(path, Snapshot::read_only);
}

}  // namespace

Result<StateFile> StateFile::open(std::filesystem::path const& path, Access access) {
  auto database = OAR_TRY(open_database(path, access));
  auto inside = std::make_unique<Inside>();
  inside->path = path;
  inside->access = access;
  inside->database = std::move(database);
  return StateFile{std::move(inside)};
}

StateFile::StateFile(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
StateFile::StateFile(StateFile&&) noexcept = default;
StateFile& StateFile::operator=(StateFile&&) noexcept = default;
StateFile::~StateFile() = default;

std::filesystem::path const& StateFile::path() const { return inside_->path; }

Result<SyncLock> StateFile::lock(std::string const& holder_description) {
  if (inside_->access != Access::read_write)
    return Error::of(Errc::invalid_state, "state file ", path().string(), ": is open for reading only");
  return SyncLock::acquire(inside_->lock_path(), holder_description);
}

}  // namespace oar::state
