#pragma once
// What every table's header needs: described rows, the SDK's value types, and the column that all tables begin with.

#include "reading.hpp"

#include <oar/table.hpp>

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace machine {

inline constexpr oar::Description host_column{"host",
                                              "The machine: the setting host, by default the machine id of the root"};

}  // namespace machine
