#pragma once
// Rows as JSON objects, one a line, every column in each: what oar::append_json makes of a row, made faster.
// Source: https://github.com/ndjson/ndjson-spec

#include <memory>

#include "plugins/file/formats/rows_write.hpp"

namespace oar::file {

std::unique_ptr<RowsWriter> ndjson_writer(Table const& table);

}  // namespace oar::file
