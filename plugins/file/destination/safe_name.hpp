#pragma once
// Names of tables as parts of file names: readable where they can be, and never the same for two tables.

#include <string>
#include <string_view>

namespace oar::file {

// Letters, digits, '_', '-', '.' and all that is not ASCII stay; other bytes, and a '.' in front, become %XX. A name
// that would be longer than 120 bytes is cut and ends with "%~" and a UUID made of the whole name.
std::string safe_name(std::string_view name);

}  // namespace oar::file
