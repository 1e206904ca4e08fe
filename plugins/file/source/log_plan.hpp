#pragma once
// Finds each file of a log again, under whatever name it has now, and says from where it is read on.

#include "plugins/file/source/files.hpp"
#include "plugins/file/source/log_cursor.hpp"

#include <oar/source.hpp>

#include <vector>

namespace oar::file {

// A split for each file, beginning where an earlier sync stopped reading that very file:
// - a file that was renamed goes on under its new name, or is read to its end by the split of its old one;
// - a file that was copied and cut (copytruncate) goes on in the copy;
// - a file that shrank or was written anew is read from its beginning, with a warning;
// - a file that is gone is a warning, since what was added to it last may be missing.
Result<std::vector<Split>> plan_logs(std::vector<SourceFile> const& files, PlanRequest const& request,
                                     Host const& host);

}  // namespace oar::file
