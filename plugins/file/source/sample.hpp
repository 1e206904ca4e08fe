#pragma once
// What the beginning of a file tells of its columns.

#include "plugins/file/formats/window.hpp"
#include "plugins/file/source/files.hpp"
#include "plugins/file/source/guess.hpp"
#include "plugins/file/source/table_plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace oar::file {

// The columns of one table as far as its files were looked at, in the order they were met.
class Sample {
 public:
  // Adds what `file` tells.
  Result<void> look_at(SourceFile const& file, SampleLimits const& limits);

  struct Column {
    std::string name;
    TextGuess texts;   // of CSV
    JsonGuess values;  // of NDJSON
  };
  std::vector<Column> const& columns() const { return columns_; }
  std::size_t rows() const { return rows_; }

 private:
  Result<void> look_at_csv(SourceFile const& file, Window& window, SampleLimits const& limits);
  Result<void> look_at_ndjson(SourceFile const& file, Window& window, SampleLimits const& limits);
  void look_at_line(std::string_view line);
  std::size_t index_of(std::string const& name);

  std::vector<Column> columns_;
  std::map<std::string, std::size_t> indices_;
  std::size_t rows_ = 0;
  std::vector<JsonMember> members_;
};

}  // namespace oar::file
