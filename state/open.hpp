#pragma once
// Opens the connection behind a state file, for writing or as a snapshot.

#include <filesystem>
#include <memory>

#include "oar/result.hpp"
#include "state/sqlite.hpp"

namespace oar::state {

// Creates what is missing, checks that the file is ours, upgrades its format.
Result<std::unique_ptr<Database>> open_for_writing(std::filesystem::path const& path);

// A copy in memory of what the file holds now, in the newest format; the file and its folder stay byte for byte as they
// are, also beside a running sync and after one that was killed. A missing file is an empty snapshot.
enum class Snapshot { read_only, writable };  // writable: in memory, the file never
Result<std::unique_ptr<Database>> open_snapshot(std::filesystem::path const& path, Snapshot kind);

}  // namespace oar::state
