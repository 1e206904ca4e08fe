#pragma once
// The names by which the setting `columns` gives types.

#include <oar/type.hpp>

#include <string_view>

namespace oar::file {

// "int64", "decimal(12,2)", "timestamp"; an error lists all names.
Result<Type> type_named(std::string_view name);

}  // namespace oar::file
