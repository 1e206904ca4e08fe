#pragma once
// What the user typed, as plain values.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/report/log.hpp"
#include "host/report/style.hpp"

namespace oar::cli {

enum class Command {
  none,
  sync,
  plan,
  migrate,
  validate,
  test_connection,
  tables,
  plugin_list,
  plugin_info,
  completion,
  man,
  init,
  state_list,
  state_show,
  state_reset,
  state_export,
  state_import,
  runs_list,
  runs_show,
  rejects_list,
  rejects_export
};
enum class Output { text, json, csv, ndjson };

// What a shell learns from `$?`.
enum ExitCode : int {
  exit_done = 0,
  exit_fault = 1,  // the state file busy, newer or corrupt, or an internal fault
  exit_usage = 2,  // anything wrong before the first connection
  exit_partly = 3,
  exit_nothing_moved = 4,
  exit_interrupted = 130,
};

struct Options {
  Command command = Command::none;
  std::vector<std::filesystem::path> configs;
  std::string plugin;                     // of `plugin info`
  std::string shell;                      // of `completion`
  std::vector<std::string> sources;       // --source: globs of source names; empty = all
  std::vector<std::string> only;          // --table, and --only of `tables`: globs of table names; empty = all
  std::vector<std::string> destinations;  // --destination: globs; empty = all
  std::vector<std::string> splits;        // --split: globs of split ids; empty = all
  std::string run;                        // of `runs show`, --run: an id, the beginning of one, or "last"
  std::string status;                     // of `runs list`
  std::size_t last = 100;                 // --last: the newest so many
  bool yes = false;                       // --yes: do not ask
  bool print_schema = false;              // of `validate`
  std::string source_plugin;              // of `init`
  std::string destination_plugin;         // of `init`
  std::vector<std::string> sets;          // of `init`: source.SETTING=VALUE
  std::string file;                       // of `init` ("-" = stdout; empty = not given) and `state import`
  bool force = false;                     // of `init`: replace what is there
  bool resume = false;                    // of `sync`
  bool dry_run = false;                   // of `migrate`
  bool resync_expired = false;            // --on-expired resync
  std::string state;                      // --state; empty = not given
  std::vector<std::filesystem::path> plugin_dirs;
  std::uint64_t memory_bytes = 512ULL << 20;
  unsigned concurrency = 0;  // 0 = as many as suits the machine
  std::chrono::milliseconds stall_timeout{std::chrono::minutes{5}};
  Output output = Output::text;
  report::ColorMode color = report::ColorMode::automatic;
  bool quiet = false;
  report::LogSettings log;
  std::string typed;  // the whole command, for the record of runs
};

}  // namespace oar::cli
