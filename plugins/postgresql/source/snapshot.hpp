#pragma once
// One view of the whole database, which several sessions read side by side: an exported snapshot and who holds it.

#include <oar/host.hpp>
#include <oar/result.hpp>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/source/config.hpp"

namespace oar::postgresql::source {

// What another session needs to see the same.
struct SnapshotName {
  std::string exported;  // as pg_export_snapshot() names it, while its transaction lives
  std::string visible;   // as pg_current_snapshot() shows it: "xmin:xmax:in,progress"
};

class Snapshot;

// A session inside of the snapshot, in a transaction of its own. Given back when it is destroyed.
class Session {
 public:
  Session(std::shared_ptr<Snapshot> snapshot, Connection connection)
      : snapshot_{std::move(snapshot)}, connection_{std::move(connection)} {}
  ~Session();
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  Connection& connection() { return connection_; }

 private:
  std::shared_ptr<Snapshot> snapshot_;
  Connection connection_;
};

class Snapshot : public std::enable_shared_from_this<Snapshot> {
 public:
  // Takes one and keeps a transaction open for it.
  static Result<std::shared_ptr<Snapshot>> take(Login login, SourceConfig const& config, Host host);
  // One that somebody else holds, if he still does.
  static std::shared_ptr<Snapshot> of(Login login, SourceConfig const& config, SnapshotName name);
  ~Snapshot();

  SnapshotName const& name() const { return name_; }
  // Two snapshots with the same one show the same. A replica's window does not list what is in progress.
  std::string const& identity() const { return identity_; }
  bool in_recovery() const { return in_recovery_; }
  // The host itself, or a copy of it, as it numbers itself.
  std::string const& system() const { return system_; }

  // A session for as long as the caller reads; waits while all are in use. Errc::cursor_expired when nobody holds the
  // snapshot any more.
  Result<std::unique_ptr<Session>> session(Host host, std::function<bool()> const& stopped);
  // A question within the snapshot, for planning.
  Result<Answer> ask(std::string const& sql, std::span<Param const> params, std::string_view doing);
  // As ask(), but a refusal leaves the snapshot usable.
  Result<Answer> try_asking(std::string const& sql, std::string_view doing);

 private:
  friend class Session;

  Snapshot(Login login, SourceConfig const& config);
  Result<void> hold(Host host);
  void keep_alive(std::stop_token const& stop);
  Result<void> enter(Connection& connection);
  void give_back(Connection connection);
  std::string settings() const;

  Login const login_;
  SourceConfig const config_;
  SnapshotName name_;
  std::string identity_;
  std::string system_;
  bool in_recovery_ = false;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Connection> holder_;  // guarded by mutex_
  std::vector<Connection> idle_;      // guarded by mutex_; no transaction
  std::int64_t in_use_ = 0;           // guarded by mutex_
  std::jthread pulse_;                // ends before what it uses
};

}  // namespace oar::postgresql::source
