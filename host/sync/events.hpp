#pragma once
// What a sync tells while it runs. The report room implements it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "oar/result.hpp"
#include "state/records.hpp"

namespace oar::sync {

// One source to one destination, by their names in the config.
using Route = state::Route;

// What moved, so far or in all. Of a destination: durable there. Of a reading: handed over by the source.
struct Counts {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::uint64_t deleted = 0;  // by key and stale ones
};

struct SyncStarted {
  std::string sync_id;
  std::int64_t sync_time_us = 0;
  std::vector<Route> routes;
};

// A table as one source reads it. `tables` counts are cumulative.
struct TableRead {
  std::string_view source;
  std::string_view table;
  Counts counts;
};

struct TableWritten {
  Route const& route;
  std::string_view table;
  Counts counts;  // durable so far
};

// What a source or the host counts of a split, in whatever unit; -1 = unknown.
struct SplitProgress {
  std::string_view source;
  std::string_view split;
  std::int64_t done = -1;
  std::int64_t total = -1;
};

struct Warning {
  std::string source;       // empty: not about one
  std::string destination;  // empty: not about one
  std::string split;        // empty: not about one
  std::string table;        // empty: not about one
  std::string message;
};

struct LogLine {
  std::int32_t level = 0;  // OAR_LOG_...
  std::string_view source;
  std::string_view destination;
  std::string_view split;
  std::string_view message;
  std::string_view fields_json;
};

// Every function may be called from any thread, several at once, and returns at once. The defaults do nothing.
class Events {
 public:
  virtual ~Events() = default;

  virtual void sync_started(SyncStarted const&) {}
  virtual void split_started(std::string_view /*source*/, std::string_view /*split*/) {}
  virtual void split_progress(SplitProgress const&) {}
  virtual void table_read(TableRead const&) {}
  virtual void table_written(TableWritten const&) {}
  // In the summary too; plugin warnings are logged as well, and arrive in both functions.
  virtual void warned(Warning const&) {}
  virtual void table_failed(Route const&, std::string_view /*table*/, Error const&) {}
  virtual void route_failed(Route const&, Error const&) {}
  virtual void source_failed(std::string_view /*source*/, Error const&) {}
  virtual void destination_failed(std::string_view /*destination*/, Error const&) {}
  virtual void retrying(std::string_view /*what*/, int /*attempt*/, std::int64_t /*after_ms*/, Error const&) {}

  // A text that a plugin made, on its way into the state file: without the secrets that it may hold.
  virtual std::string without_secrets(std::string text) { return text; }

  // Log lines of plugins; warnings and errors come through warned() and here.
  virtual bool log_enabled(std::int32_t /*level*/) { return false; }
  virtual void log(LogLine const&) {}
};

}  // namespace oar::sync
