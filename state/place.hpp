#pragma once
// Where the state file lies.

#include <filesystem>
#include <string_view>

namespace oar::state {

// option: --state, as typed. environment: the value of OARLOCK_STATE. An empty one is not given. Both are relative to
// the working folder. Else ".oarlock/state.db" beside first_config_file, which is a file, not the folder of many.
std::filesystem::path state_path(std::string_view option, std::string_view environment,
                                 std::filesystem::path const& first_config_file);

}  // namespace oar::state
