#pragma once
// The sync: reads every source of a job and makes its rows and cursors durable in every destination.

#include <oar/abi/destination.h>
#include <oar/abi/source.h>

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "host/contract/check_values.hpp"
#include "host/sync/events.hpp"
#include "host/sync/summary.hpp"
#include "oar/result.hpp"

namespace oar::config {
struct Source;
struct Destination;
}  // namespace oar::config

namespace oar::plugins {
class Instance;
}

namespace oar::state {
class StateFile;
}

namespace oar::sync {

// A configured source. Everything pointed at outlives the sync.
struct SourceEnd {
  std::string name;       // in the config
  std::string plugin_id;  // whose cursors these are: another plugin behind the name is refused
  oar_plugin* plugin = nullptr;
  oar_source const* api = nullptr;
  config::Source const* config = nullptr;
  std::string who = {};  // for blame: the name and the library
};

// A configured destination. Everything pointed at outlives the sync.
struct DestinationEnd {
  std::string name;
  std::string plugin_id;
  oar_plugin* plugin = nullptr;
  oar_destination const* api = nullptr;
  config::Destination const* config = nullptr;
  std::string who = {};
};

// An error when the plugin does not have the role.
Result<SourceEnd> source_end(plugins::Instance const& instance, config::Source const& config);
Result<DestinationEnd> destination_end(plugins::Instance const& instance, config::Destination const& config);

// What to do when a source cannot go on from a saved cursor.
enum class OnExpired { fail, resync };

// What the stages of a sync are gone through for.
enum class Purpose {
  sync,
  migrate,  // tables are prepared, no row moves
  preview,  // nothing changes: writers are read-only, and the state file is a scratch copy
};

struct Options {
  Purpose purpose = Purpose::sync;
  std::uint64_t memory_bytes = 512ULL << 20;  // of batches in flight
  unsigned concurrency = 0;                   // scans side by side; 0 = twice the processors, at least 4
  std::chrono::milliseconds stall_timeout{std::chrono::minutes{5}};
  std::uint64_t batch_rows = 64 * 1024;
  std::uint64_t batch_bytes = 8ULL << 20;
  std::chrono::milliseconds checkpoint_every{10'000};
  int attempts = 3;  // of a scan or a commit that fails in a way that may pass
  std::chrono::milliseconds first_backoff{500};
  bool resume = false;  // complete the last sync, if it did not wholly succeed
  OnExpired on_expired = OnExpired::fail;
  std::string command;  // for the record of runs
  contract::Validation validation = contract::Validation::shape;
  // A part of what the configuration selects: globs of table names, each of which must match; empty = all.
  std::vector<std::string> only_tables = {};
};

// Routes follow from the sources' `destinations`; those that name no destination of this job are left out.
struct Job {
  std::vector<SourceEnd> sources;
  std::vector<DestinationEnd> destinations;
  Options options;
};

// Runs on the calling thread and workers of its own, which are gone when it returns. Soft: stop reading, commit the
// complete units in flight. Hard: stop now, still consistent. The state file is locked by the caller.
Summary run(Job const& job, state::StateFile& state, Events& events, std::stop_token soft, std::stop_token hard);

}  // namespace oar::sync
