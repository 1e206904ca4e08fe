#pragma once
// Reads one file from its beginning, or from a checkpoint, to its end.

#include "plugins/file/source/files.hpp"
#include "plugins/file/source/table_plan.hpp"

#include <oar/source.hpp>

#include <memory>

namespace oar::file {

Result<std::unique_ptr<Reader>> read_whole(SourceFile const& file, std::shared_ptr<TablePlan const> plan,
                                           Cursor const& from);

}  // namespace oar::file
