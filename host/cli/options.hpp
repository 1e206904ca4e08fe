#pragma once
// What the user typed, as plain values.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/report/log.hpp"
#include "host/report/style.hpp"

namespace oar::cli {

enum class Command { none, sync, validate, test_connection, tables, plugin_list, plugin_info };
enum class Output { text, json };

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
  std::string plugin;             // of `plugin info`
  std::vector<std::string> only;  // of `tables`: globs of table names
  std::string state;              // --state; empty = not given
  std::vector<std::filesystem::path> plugin_dirs;
  std::uint64_t memory_bytes = 512ULL << 20;
  bool resume = false;
  bool resync_expired = false;
  unsigned concurrency = 0;  // 0 = as many as suits the machine
  Output output = Output::text;
  report::ColorMode color = report::ColorMode::automatic;
  bool quiet = false;
  report::LogSettings log;
  std::string typed;  // the whole command, for the record of runs
};

}  // namespace oar::cli
