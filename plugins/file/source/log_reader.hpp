#pragma once
// Reads what was added to a log since the last sync.

#include "plugins/file/source/files.hpp"
#include "plugins/file/source/log_cursor.hpp"
#include "plugins/file/source/table_plan.hpp"

#include <oar/source.hpp>

#include <memory>

namespace oar::file {

// Whole lines only: a last one without its end waits for it.
Result<std::unique_ptr<Reader>> read_log(SourceFile const& file, LogSplit const& split,
                                         std::shared_ptr<TablePlan const> plan, Cursor const& from, Host const& host);

}  // namespace oar::file
