#pragma once
// What a failure of SQLite is called for users: what happened, where, and what to do.

#include <cstdint>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::state {

inline constexpr int busy_timeout_ms = 10'000;

// code: SQLite's extended result code. system_errno: what the system said, 0 = nothing.
Error explain(std::string_view file, int code, std::string_view text, int system_errno);

Error newer_format(std::string_view file, std::int64_t format, std::int64_t known);
Error not_ours(std::string_view file);
Error is_a_folder(std::string_view file);
// The file or its folder could not be made or opened.
Error not_usable(std::string_view file, std::string_view why, bool permission);

}  // namespace oar::state
