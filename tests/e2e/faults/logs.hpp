#pragma once
// A log that grows, appended: each of its rows has to arrive once, whatever happens on the way.

#include <catch2/catch.hpp>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

namespace oar::e2e {

constexpr int log_rows = 200;

// A source of one incremental table <name>_log, which is appended; `more` goes into its description.
inline std::string log_source(std::string const& name, std::string const& destinations, std::string const& more = "") {
  auto text =
      source(name, destinations,
             "    scope: " + name + "\n    tables: [{name: " + name + "_log, rows: " + std::to_string(log_rows) +
                 ", incremental: true, checkpoint_every: 20" + more + "}]\n");
  text.insert(text.find("  destinations:"), "  table_options: [{tables: \"*_log\", write_mode: append}]\n");
  return text;
}

// In an SQLite destination.
inline void check_log(Folder const& folder, std::string const& destination, std::string const& source) {
  auto const table = source + "_log";
  INFO(destination << " " << table);
  Database const database{folder / (destination + ".db")};
  CHECK(database.number("SELECT count(*) FROM " + table) == log_rows);
  CHECK(database.number("SELECT count(DISTINCT id) FROM " + table) == log_rows);
}

// A recording destination that appends to <name>.jsonl; `more` is YAML, one setting a line.
inline std::string recording_log(std::string const& name, std::string const& more = "") {
  std::string settings = "    path: " + name + ".jsonl\n";
  for (std::size_t from = 0; from < more.size();) {
    auto const end = std::min(more.find('\n', from), more.size());
    settings += "    " + more.substr(from, end - from) + "\n";
    from = end + 1;
  }
  auto text = recording(name, settings);
  text.replace(text.find("overwrite"), 9, "append");
  return text;
}

// How often each id is among the rows that the recording destination has committed.
inline std::map<std::int64_t, int> recorded_log(Folder const& folder, std::string const& destination) {
  std::map<std::int64_t, int> times;
  std::ifstream file{folder / (destination + ".jsonl")};
  for (std::string line; std::getline(file, line);) {
    auto const at = line.find("\"id\":");
    if (line.starts_with("{\"table\"") && at != std::string::npos) ++times[std::stoll(line.substr(at + 5))];
  }
  return times;
}

inline void check_recorded_log(Folder const& folder, std::string const& destination) {
  auto const times = recorded_log(folder, destination);
  CHECK(times.size() == log_rows);
  for (auto const& [id, often] : times) {
    INFO("row " << id);
    CHECK(often == 1);
  }
}

}  // namespace oar::e2e
