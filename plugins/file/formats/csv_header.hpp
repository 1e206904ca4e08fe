#pragma once
// The start of a CSV file: a byte order mark and the names of its columns.

#include "plugins/file/formats/window.hpp"

#include <optional>
#include <string>
#include <vector>

namespace oar::file {

// Takes the header's bytes. No names: the file is empty. Nothing at all: the header has no end yet, and `whole` says
// that only whole lines count. A name that is empty is column_N; one that was there already gets _2, _3 ... behind.
Result<std::optional<std::vector<std::string>>> read_csv_header(Window& window, std::string const& path,
                                                                WholeLines whole);

// Takes the mark if there is one. UTF-16 and UTF-32 are errors.
Result<void> take_byte_order_mark(Window& window, std::string const& path);

}  // namespace oar::file
