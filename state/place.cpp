// The order in which the places of the state file are considered.
#include "state/place.hpp"

namespace oar::state {

std::filesystem::path state_path(std::string_view option, std::string_view environment,
                                 std::filesystem::path const& first_config_file) {
  if (!option.empty()) return option;
  if (!environment.empty()) return environment;
  return first_config_file.parent_path() / ".oarlock" / "state.db";
}

}  // namespace oar::state
