#pragma once
// JSON that jsonb would alter: an object with two equal names, of which it keeps one.

#include <string_view>

namespace oar::postgresql {

// False for text that is no JSON, too: the server says so.
bool repeats_a_name(std::string_view json);

inline constexpr char const* repeated_name = "an object has two equal names, of which jsonb would keep one";

}  // namespace oar::postgresql
