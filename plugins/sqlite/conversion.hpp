#pragma once
// How the values of a column become values of another type, in SQL, and when nothing of them is lost.

#include <oar/type.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oar::sqlite {

struct Conversion {
  std::string value;          // an expression over the old value
  std::string lossless = {};  // a condition on an old value that is not NULL; empty = always
  bool safe = false;          // a widening, which needs nobody's leave
};

// From a declared type to that of a column; `value` is the SQL of the old value. Nothing: there is none.
std::optional<Conversion> conversion(std::string_view declared, Type const& wanted, std::string const& value);

// Values of this type can be written into a column that is declared wider: through the expression, always safely.
std::optional<std::string> widening_into(std::string_view declared, Type const& written, std::string const& value);

}  // namespace oar::sqlite
