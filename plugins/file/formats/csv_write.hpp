#pragma once
// Rows as CSV with a header row. NULL is an empty field, an empty text is "".
// Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180

#include <memory>

#include "plugins/file/formats/rows_write.hpp"

namespace oar::file {

std::unique_ptr<RowsWriter> csv_writer(Table const& table);

}  // namespace oar::file
