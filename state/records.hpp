#pragma once
// What the state file remembers, as plain values. Times are microseconds since 1970 in UTC.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace oar::state {

// One source to one destination, by their names in the config. Cursors belong to it.
struct Route {
  std::string source;
  std::string destination;
  friend auto operator<=>(Route const&, Route const&) = default;
};

// Where one split of a route stands.
struct Cursor {
  std::string split_id;
  std::uint64_t epoch = 0;  // +1 per commit of the split
  std::string envelope;     // opaque bytes of the host's; empty in save() = forget this split
  friend bool operator==(Cursor const&, Cursor const&) = default;
};

// A route that this file knew nothing of, until it was told by the destination's own record.
struct Rebuilt {
  Route route;
  std::int64_t time_us = 0;
  friend bool operator==(Rebuilt const&, Rebuilt const&) = default;
};

// A row that could not be read or written. The caller keeps secrets out of row_json.
struct Reject {
  Route route;  // filled when read; save() goes by the route it is given
  std::string table;
  std::string reason;
  std::string row_json;  // the raw row, as far as it is known; may be empty
  std::string sync_id;
  std::int64_t time_us = 0;
  friend bool operator==(Reject const&, Reject const&) = default;
};

// What one commit of a route makes durable, all of it together or nothing.
struct Progress {
  std::vector<Cursor> cursors;
  std::vector<Reject> rejects;
  std::string settled_token;  // the token of this commit, no longer pending; empty = it had none
  friend bool operator==(Progress const&, Progress const&) = default;
};

// A commit that was, or is about to be, sent and whose answer is not known here. When the destination says that it
// happened, save(route, progress) completes it and settles the token; when it says that it did not, forget_token().
struct PendingCommit {
  std::string token;
  std::string sync_id;
  Progress progress;  // save_token() ignores settled_token; pending() sets it to `token`
  friend bool operator==(PendingCommit const&, PendingCommit const&) = default;
};

struct SyncStart {
  std::int64_t now_us = 0;  // the caller's clock
  std::string command;      // as the user typed it, for `runs list`; no secrets
};

struct Sync {
  std::string id;                 // UUID v4
  std::int64_t sync_time_us = 0;  // greater than that of every sync before
};

// What became of one table of one route.
struct TableOutcome {
  Route route;
  std::string table;   // empty = the route as a whole, such as a destination that could not connect
  std::string status;  // the engine's word: "done", "failed" ...
  std::uint64_t rows_written = 0;
  std::uint64_t rows_deleted = 0;
  std::uint64_t rows_rejected = 0;
  std::string error;  // empty = none
  friend bool operator==(TableOutcome const&, TableOutcome const&) = default;
};

struct SyncOutcome {
  std::int64_t finished_us = 0;
  int exit_code = 0;
  std::string status;  // one sentence for users
  std::vector<TableOutcome> tables;
};

enum class SyncPhase {
  running,      // unfinished, and a process holds the lock
  finished,     // has an outcome
  interrupted,  // unfinished, and nobody works on it
};

enum class Role { source, destination };

// The plugin that stands behind a name of the configuration.
struct Binding {
  Role role = Role::source;
  std::string name;
  std::string plugin_id;
  friend bool operator==(Binding const&, Binding const&) = default;
};

// What can be carried to another state file.
struct RouteState {
  Route route;
  std::vector<Cursor> cursors;
};
struct Portable {
  std::vector<Binding> bindings;
  std::vector<RouteState> routes;
};

// One sync as it is remembered.
struct SyncRecord {
  Sync sync;
  SyncPhase phase = SyncPhase::interrupted;
  std::int64_t started_us = 0;
  std::string command;
  std::optional<SyncOutcome> outcome;  // there when finished
};

// Empty = any.
struct RejectFilter {
  std::string sync_id;
  std::string source;
  std::string destination;
  std::string table;
  std::size_t limit = 1000;
};

// Which routes to forget. Empty = any.
struct ResetFilter {
  std::string source;
  std::string destination;
};

// How many of each were forgotten.
struct ResetCount {
  std::uint64_t cursors = 0;
  std::uint64_t pending_commits = 0;
  std::uint64_t bindings = 0;
};

}  // namespace oar::state
