#pragma once
// One value's stored form, appended to a text of bytes, for values that are no copy of the batch's bytes.

#include <oar/view.hpp>

#include <string>

#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {

// Nothing when it was appended, else why the value cannot be stored. The row is not NULL.
using Append = char const* (*)(std::string& into, ColumnView const& values, std::int64_t row, Native const& column);

// How values of the type are written to a column that takes() it.
Append appender_of(Type const& type, Native const& column);

__extension__ using Wide = __int128;

// Of a value of 128 bits with `scale` digits behind the point.
void append_numeric(std::string& into, Wide value, std::int32_t scale);

}  // namespace oar::postgresql
