#pragma once
// The SQLite file that remembers what was read so far: cursors, commits in doubt, syncs, rejects.
//
// Every function that returns an OK Result from a write has made it durable: it outlives a power cut. A write that
// fails has changed nothing, and the file stays usable. Errors say what, where and what to do; all of them mean exit
// code 1.
//   Errc::conflict     a sync is running (who), or another plugin stands behind a name, or an epoch went backwards
//   Errc::unsupported  the file has a newer format
//   Errc::data         the file is damaged, or is not ours
//   Errc::permission   the file or its folder cannot be written or read
//   Errc::io           the disk is full or fails, or the place is not usable (a folder, below a regular file)

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"
#include "state/lock.hpp"
#include "state/records.hpp"

namespace oar::state {

enum class Access {
  read_write,  // creates folder and file (mode 0600) where they are missing, and upgrades an older format
  read_only,  // a snapshot as of open(): creates and changes nothing, a missing file reads as empty; writes are refused
  scratch,    // such a snapshot that may be written to: what is written is in memory only, and gone with this object
};

// Any thread may call any function; they queue on one connection. Moved-from objects may only be destroyed or assigned.
class StateFile {
 public:
  static Result<StateFile> open(std::filesystem::path const& path, Access access);

  StateFile(StateFile&&) noexcept;
  StateFile& operator=(StateFile&&) noexcept;
  ~StateFile();

  std::filesystem::path const& path() const;

  // One sync at a time. Freed with the returned object, and by the system when the process dies in any way. When busy:
  // Errc::conflict, naming pid, host, since when and holder_description (the command) of who holds it.
  Result<SyncLock> lock(std::string const& holder_description);

  // --- syncs. Hold the lock from before begin_sync until after finish_sync.
  Result<Sync> begin_sync(SyncStart const&);
  // The newest sync, when it did not wholly succeed: it is running again, with its id and its sync time.
  Result<std::optional<Sync>> resume_sync();
  // Its sync time becomes at least that; what it is then.
  Result<std::int64_t> put_off(std::string const& id, std::int64_t sync_time_us);
  // Also prunes: the last 100 syncs and the last 10,000 rejects stay. Errc::not_found: no such sync.
  Result<void> finish_sync(std::string const& id, SyncOutcome const&);
  Result<std::vector<SyncRecord>> recent_syncs(std::size_t n);  // newest first
  Result<std::optional<SyncRecord>> sync(std::string const& id);

  // --- plugins behind names. The first call remembers; another plugin id behind the same name is Errc::conflict.
  Result<void> bind(Role role, std::string const& name, std::string const& plugin_id);

  Result<std::vector<Binding>> bindings();  // sources first, by name

  // --- progress of a route
  Result<std::vector<Route>> routes();                // those with cursors or commits in doubt
  Result<std::vector<Cursor>> cursors(Route const&);  // by split id
  // Everything in it becomes durable together. An epoch lower than the stored one is Errc::conflict, and nothing is
  // saved.
  Result<void> save(Route const&, Progress const&);
  // Mirrors the destination's own record, which is the truth: these and no others, whatever their epochs. True when the
  // file knew nothing of a route of which the destination knows something: then it remembers from where it learned it.
  Result<bool> replace_cursors(Route const&, std::vector<Cursor> const&, std::int64_t now_us);
  Result<std::vector<Rebuilt>> rebuilt();  // by source and destination

  // --- commits in doubt: save_token before a commit is sent; then save (with settled_token), or forget_token.
  Result<void> save_token(Route const&, PendingCommit const&);
  Result<std::vector<PendingCommit>> pending(Route const&);           // oldest first
  Result<void> forget_token(Route const&, std::string const& token);  // the commit did not happen

  Result<std::vector<Reject>> rejects(RejectFilter const&);  // newest first

  // Adds what was exported; an older epoch than the stored one, or another plugin behind a name, is Errc::conflict, and
  // nothing is saved.
  Result<void> put_back(Portable const&);

  // Forgets cursors and pending commits of the matching routes. The plugin behind a name that the filter
  // gives (all names, when it gives none) is forgotten too, unless cursors of another of its routes remain.
  Result<ResetCount> reset(ResetFilter const&);

 private:
  struct Inside;
  explicit StateFile(std::unique_ptr<Inside>);
  std::unique_ptr<Inside> inside_;
};

}  // namespace oar::state
