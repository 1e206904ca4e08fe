#pragma once
// When the machine started.

#include "row.hpp"

namespace machine {

// To the second; a later adjustment of the clock moves it. Nothing where no kernel runs.
std::optional<oar::Timestamp> boot_time(Machine const& machine);

}  // namespace machine
