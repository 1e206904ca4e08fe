#pragma once
// Conditions on the cursor column.

#include <string>

#include "plugins/postgresql/source/config.hpp"
#include "plugins/postgresql/source/relation.hpp"

namespace oar::postgresql::source {

// "updated_at" > '2026-01-01 ...'
std::string above(RelationColumn const& column, std::string const& value);

// "updated_at" >= the value, or that much below it: '1 hour' of times, or a number of numbers.
std::string from_lookback(RelationColumn const& column, std::string const& value, std::string const& lookback);

// The greatest value that there is, as text.
std::string greatest_tail(RelationColumn const& column);

}  // namespace oar::postgresql::source
