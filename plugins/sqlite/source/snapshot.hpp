#pragma once
// One read transaction that all scans of a plan share, so that their tables are of one moment.

#include <oar/result.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "plugins/sqlite/connection.hpp"

namespace oar::sqlite::source {

// One connection: SQLite lets no other join its moment. Scans take turns, a batch at a time.
class Snapshot {
 public:
  // Errc::not_found for a missing file: nothing is made.
  static Result<std::shared_ptr<Snapshot>> take(std::string const& path);
  explicit Snapshot(Connection connection);

  std::string const& id() const { return id_; }

  // The connection for one batch. While it is held, SQLite asks `stopped` from time to time and gives up when it is
  // set.
  class Turn {
   public:
    Turn(Snapshot& snapshot, Host host, std::atomic<bool> const& stopped);
    ~Turn();
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;

   private:
    Snapshot& snapshot_;
    std::scoped_lock<std::mutex> lock_;
  };

  // Within a turn only, but for the statements' own life.
  Connection const& connection() const { return connection_; }
  std::mutex& mutex() { return mutex_; }

 private:
  static int look(void* self);

  Connection connection_;
  std::string id_;
  std::mutex mutex_;
  Host host_;                                   // guarded by mutex_
  std::atomic<bool> const* stopped_ = nullptr;  // guarded by mutex_
};

// The snapshots that plans hold, by their ids. Scans find theirs here.
class Snapshots {
 public:
  void add(std::shared_ptr<Snapshot> const& snapshot);
  // Null when its plan is gone.
  std::shared_ptr<Snapshot> find(std::string const& id);

 private:
  std::mutex mutex_;
  std::map<std::string, std::weak_ptr<Snapshot>> known_;  // guarded by mutex_
};

// A connection that reads; Errc::not_found for a missing file.
Result<Connection> open_to_read(std::string const& path);

}  // namespace oar::sqlite::source
