#pragma once
// What a table's columns are, found by a look at the beginning of its files.

#include "plugins/file/source/column_plan.hpp"
#include "plugins/file/source/files.hpp"

#include <oar/host.hpp>
#include <oar/table.hpp>

#include <memory>
#include <string>
#include <vector>

namespace oar::file {

// How much of each file is looked at.
struct SampleLimits {
  std::size_t bytes = std::size_t{1} << 20;
  std::size_t rows = 10'000;
};

struct TablePlan {
  std::string name;
  Format format = Format::csv;
  std::vector<ColumnPlan> columns;
  std::vector<std::string> key;

  Table table(bool incremental) const;
};

using TablePlans = std::vector<std::shared_ptr<TablePlan const>>;

// One plan a table, in the order of the files. Says on the host what was guessed. A file that cannot be looked at is
// a warning, and its scan fails; a table none of whose files can be looked at is an error.
Result<TablePlans> plan_tables(std::vector<SourceFile> const& files, Settings const& settings, Host const& host,
                               SampleLimits const& limits = {});

}  // namespace oar::file
