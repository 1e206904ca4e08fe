#pragma once
// What can be wrong across the documents of a configuration, or in a field beyond its type.

#include <vector>

#include "host/config/model.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

// `whole` says that every document could be read: only then can something be missing.
enum class Whole { yes, no };

// `nowhere` is the place of what is missing as a whole.
void check(Config const& config, Whole whole, Place const& nowhere, std::vector<Problem>& problems);

}  // namespace oar::config
