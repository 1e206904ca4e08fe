#pragma once
// What text a file may hold, and what becomes of other bytes.

#include <oar/utf8.hpp>

#include <string>
#include <string_view>

namespace oar::file {

// Bytes that are none become \xNN, so that a rejected row can still be kept and read.
std::string with_bytes_spelled(std::string_view text);

// Whether a column can have the name: Arrow's are texts that end at a NUL character.
inline bool can_name_column(std::string_view name) { return !name.empty() && name.find('\0') == name.npos; }

}  // namespace oar::file
