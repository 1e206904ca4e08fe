#pragma once
// How the values of a column become values of another type, in SQL, and when nothing of them is lost.

#include <oar/type.hpp>

#include <optional>
#include <string>

#include "plugins/postgresql/destination/table_shape.hpp"

namespace oar::postgresql {

struct Conversion {
  std::string value;          // an expression over the old value
  std::string lossless = {};  // a condition on an old value that is not NULL; empty = always
};

// From a column that exists to one of this type. Nothing: there is none.
std::optional<Conversion> conversion(ColumnShape const& column, Type const& wanted);

}  // namespace oar::postgresql
