// Opening, moving and locking; the rest of the class stands by topic in the files beside this one.
#include "state/state_file.hpp"

#include "state/inside.hpp"
#include "state/open.hpp"

namespace oar::state {

Result<StateFile> StateFile::open(std::filesystem::path const& path, Access access) {
  auto database = OAR_TRY(access == Access::read_write ? open_for_writing(path) : open_snapshot(path));
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
  if (inside_->access == Access::read_only)
    return Error::of(Errc::invalid_state, "state file ", path().string(), ": is open for reading only");
  return SyncLock::acquire(inside_->lock_path(), holder_description);
}

}  // namespace oar::state
