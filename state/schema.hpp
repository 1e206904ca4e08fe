#pragma once
// The format of the state file: what marks a file as ours, and the steps from each version to the next.

#include <cstdint>
#include <span>

#include "oar/result.hpp"
#include "state/sqlite.hpp"

namespace oar::state {

inline constexpr std::int64_t application_id = 0x4f41524c;  // "OARL"

// steps[n] leads from version n to n + 1 and is never changed once released.
std::span<char const* const> format_steps();

// Refuses what is not ours and what is newer than these steps. Reads only.
Result<void> check_format(Database& database, std::span<char const* const> steps = format_steps());

// Runs the missing steps in one transaction: all of them, or the file stays as it was.
Result<void> upgrade_format(Database& database, std::span<char const* const> steps = format_steps());

}  // namespace oar::state
