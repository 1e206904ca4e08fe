#pragma once
// The tables that a source offers, in the order in which people read them: children below their parents.

#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/instance.hpp"
#include "oar/table.hpp"

namespace oar::cli {

// Asks the source; it may connect.
Result<std::vector<Table>> discover(plugins::Instance const& instance);

struct Placed {
  Table const* table;
  std::size_t depth;  // 0 = has no parent
};

// By name, each parent before its children. A child whose parent is missing stands by itself.
std::vector<Placed> by_family(std::vector<Table> const& tables);

}  // namespace oar::cli
