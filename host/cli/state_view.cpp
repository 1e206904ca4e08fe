// Finds the state file as `sync` would, and opens it without touching it.
#include "host/cli/state_view.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "host/config/environment.hpp"
#include "host/config/load.hpp"
#include "oar/glob.hpp"
#include "state/place.hpp"

namespace oar::cli {

std::filesystem::path state_place(Options const& options, std::filesystem::path const& first_config_file) {
  char const* const environment = std::getenv("OARLOCK_STATE");
  return state::state_path(options.state, environment == nullptr ? "" : environment, first_config_file);
}

Result<std::filesystem::path> state_place(Options const& options) {
  std::filesystem::path first = "oarlock.yaml";  // any file of the working folder
  if (!options.configs.empty()) {
    auto const loaded = config::load(options.configs, config::ProcessEnvironment{});  // its mistakes do not matter here
    if (loaded.files.empty())
      return Error::of(Errc::config,
                       loaded.problems.empty() ? "no configuration file" : to_string(loaded.problems.front()));
    first = loaded.files.front();
  }
  return state_place(options, first);
}

Result<state::StateFile> open_snapshot(Options const& options, Console& console) {
  auto const path = OAR_TRY(state_place(options));
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    console.warning("there is no state file " + path.string() + "; --state PATH or CONFIG say where one is");
  return state::StateFile::open(path, state::Access::read_only);
}

bool matches(std::vector<std::string> const& globs, std::string_view name) {
  return globs.empty() ||
         std::any_of(globs.begin(), globs.end(), [&](std::string const& glob) { return glob_matches(glob, name); });
}

bool matches(Options const& options, state::Route const& route) {
  return matches(options.sources, route.source) && matches(options.destinations, route.destination);
}

bool any_matches(std::vector<std::string> const& globs, std::vector<std::string> const& names) {
  return globs.empty() ||
         std::any_of(names.begin(), names.end(), [&](std::string const& name) { return matches(globs, name); });
}

std::string route_name(state::Route const& route) { return route.source + " -> " + route.destination; }

std::string joined(std::vector<std::string> const& texts) {
  std::string out;
  for (auto const& text : texts) out.append(out.empty() ? "" : ", ").append(text);
  return out;
}

std::string time_text(std::int64_t unix_us) {
  auto const seconds = static_cast<std::time_t>(unix_us / 1'000'000);
  std::tm parts{};
  if (unix_us <= 0 || gmtime_r(&seconds, &parts) == nullptr) return {};
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

int fail(Error const& error, int code, Console& console) {
  console.error(error.message());
  if (console.json()) console.document({{"exit_code", code}, {"error", console.redactor().clean(error.message())}});
  return code;
}

}  // namespace oar::cli
