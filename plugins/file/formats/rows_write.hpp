#pragma once
// A format, as a table's rows are written in it.

#include <oar/view.hpp>

#include <cstdint>

#include "plugins/file/formats/text_write.hpp"

namespace oar::file {

// Made for one layout of a table; its batches have the same columns.
class RowsWriter {
 public:
  virtual ~RowsWriter() = default;
  // What stands before the first row.
  virtual void begin(Text&) {}
  // Rows `from` up to, not including, `to`.
  virtual void write(Text& out, Batch const& batch, std::int64_t from, std::int64_t to) = 0;
};

}  // namespace oar::file
