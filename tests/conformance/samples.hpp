#pragma once
// Every type of oar/type.hpp with values at its edges.

#include <oar/rows.hpp>
#include <oar/type.hpp>

#include <functional>
#include <string>
#include <vector>

namespace conformance {

struct Sample {
  std::string name;
  oar::Type type;
  std::vector<std::function<void(oar::Column&)>> values;
};

std::vector<Sample> const& samples();

// Values that a store may be unable to hold: exact there, or refused, never altered.
std::vector<Sample> const& odd_samples();

}  // namespace conformance
