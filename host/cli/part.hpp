#pragma once
// `--source GLOB` and `--destination GLOB`: the part of a configuration that a command is to work on. Pure.

#include <string>
#include <vector>

#include "host/config/model.hpp"
#include "host/config/problem.hpp"

namespace oar::cli {

// Leaves the sources whose name matches one of the globs, and the destinations that they write to. A glob that matches
// no source is a problem, with the nearest names. No globs: everything stays.
void keep_sources(config::Config& config, std::vector<std::string> const& globs,
                  std::vector<config::Problem>& problems);

// The same for destinations: sources write to no others, and those that are left without one go.
void keep_destinations(config::Config& config, std::vector<std::string> const& globs,
                       std::vector<config::Problem>& problems);

}  // namespace oar::cli
