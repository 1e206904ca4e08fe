// Narrows a configuration before its plugins are loaded: what takes no part need not be there.
#include "host/cli/part.hpp"

#include <algorithm>
#include <set>

#include "host/config/wording.hpp"
#include "oar/glob.hpp"

namespace oar::cli {
namespace {

bool matches_any(std::vector<std::string> const& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(), [&](auto const& glob) { return glob_matches(glob, name); });
}

template <class Member>
void refuse_unmatched(std::string const& kind, std::vector<Member> const& members,
                      std::vector<std::string> const& globs, std::vector<config::Problem>& problems) {
  std::vector<std::string> names;
  for (auto const& member : members) names.push_back(member.name);
  for (auto const& glob : globs) {
    if (std::any_of(names.begin(), names.end(), [&](auto const& name) { return glob_matches(glob, name); })) continue;
    auto const known = names.empty() ? std::string("; there are none") : ": " + config::listed(names);
    problems.push_back({{},
                        "--" + kind,
                        "found " + config::in_quotes(glob) + ", which matches no " + kind +
                            " of this configuration, expected the name of one, or a glob" + known +
                            config::did_you_mean(glob, names)});
  }
}

}  // namespace

void keep_sources(config::Config& config, std::vector<std::string> const& globs,
                  std::vector<config::Problem>& problems) {
  if (globs.empty()) return;
  refuse_unmatched("source", config.sources, globs, problems);
  std::erase_if(config.sources, [&](auto const& source) { return !matches_any(globs, source.name); });
  std::set<std::string> used;
  for (auto const& source : config.sources) used.insert(source.destinations.begin(), source.destinations.end());
  std::erase_if(config.destinations, [&](auto const& destination) { return !used.contains(destination.name); });
}

void keep_destinations(config::Config& config, std::vector<std::string> const& globs,
                       std::vector<config::Problem>& problems) {
  if (globs.empty()) return;
  refuse_unmatched("destination", config.destinations, globs, problems);
  std::erase_if(config.destinations, [&](auto const& destination) { return !matches_any(globs, destination.name); });
  for (auto& source : config.sources)
    std::erase_if(source.destinations, [&](std::string const& name) { return !matches_any(globs, name); });
  std::erase_if(config.sources, [](auto const& source) { return source.destinations.empty(); });
}

}  // namespace oar::cli
