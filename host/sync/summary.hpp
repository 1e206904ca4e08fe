#pragma once
// What a sync did, per route and table, and the exit code that follows from it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/sync/events.hpp"

namespace oar::sync {

enum class Status { done, partial, failed, cancelled };

std::string_view name_of(Status status);

// "2026-01-02T03:04:05Z"
std::string rfc3339(std::int64_t unix_us);

struct TableSummary {
  std::string table;
  Status status = Status::done;
  bool incremental = false;
  Counts counts;  // durable in the destination
  std::uint64_t rejects = 0;
  std::uint64_t warnings = 0;
  std::vector<std::string> errors;
  std::vector<std::string> notes;  // held-back deletions, guarantees that are weaker than asked for
};

struct RouteSummary {
  Route route;
  Status status = Status::done;
  std::vector<TableSummary> tables;
  std::vector<std::string> errors;  // of the route as a whole
  std::vector<std::string> notes;
  std::uint64_t cursors_resumed = 0;  // splits that began from a saved cursor
  std::string resumed_from;           // the latest sync time among them, RFC 3339; empty = none
  std::uint64_t removed_rows = 0;     // what an unfinished earlier sync had left and this one removed
  bool never_started = false;         // its source or destination could not connect
};

// A source or destination that took no part.
struct EndSummary {
  std::string name;
  std::string error;
  bool before_any_row = true;  // it could not connect or authenticate: nothing of it moved
};

struct Summary {
  std::string sync_id;
  std::int64_t sync_time_us = 0;
  std::int64_t elapsed_ms = 0;
  bool resumed = false;  // it completes an earlier run of the same sync
  std::vector<RouteSummary> routes;
  std::vector<EndSummary> failed_sources;
  std::vector<EndSummary> failed_destinations;
  std::vector<Warning> warnings;  // the first 1000
  std::uint64_t warnings_count = 0;
  std::vector<std::string> refused;  // what planning refuses: exit code 2, nothing was moved
  std::optional<Error> fault;        // of the host or its state file: exit code 1
  bool interrupted = false;

  // 0 all done, 1 a fault of the host, 2 refused before the first row, 3 partly, 4 nothing connected, 130 interrupted.
  int exit_code() const;
};

}  // namespace oar::sync
