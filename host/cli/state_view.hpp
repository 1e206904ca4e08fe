#pragma once
// What commands that only look at the state file share: finding it, filters by glob, times as text.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/cli/console.hpp"
#include "host/cli/options.hpp"
#include "state/state_file.hpp"

namespace oar::cli {

// --state, OARLOCK_STATE, or beside the first configuration file; without one, .oarlock/state.db in the working folder.
Result<std::filesystem::path> state_place(Options const& options);
std::filesystem::path state_place(Options const& options, std::filesystem::path const& first_config_file);

// A snapshot: reading it changes no byte. That there is no file is a warning, and reads as empty.
Result<state::StateFile> open_snapshot(Options const& options, Console& console);

// No globs: everything matches.
bool matches(std::vector<std::string> const& globs, std::string_view name);
bool matches(Options const& options, state::Route const& route);
bool any_matches(std::vector<std::string> const& globs, std::vector<std::string> const& names);

std::string route_name(state::Route const& route);
std::string joined(std::vector<std::string> const& texts);
std::string time_text(std::int64_t unix_us);  // 2026-11-23T01:02:03Z; 0 = ""

// Says the error, as JSON too, and gives the code that it means.
int fail(Error const& error, int code, Console& console);

}  // namespace oar::cli
