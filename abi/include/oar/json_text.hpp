#pragma once
// Rows and values as JSON text, for line files, nested values in databases that have no nesting, and rejects.

#include <oar/view.hpp>

#include <string>

namespace oar {

// Appends the value of one row as JSON, on one line and always well-formed: in text that is no UTF-8 each wrong byte
// becomes U+FFFD (keep such bytes in a binary column), and an oar.json value that is no JSON becomes text. Binary is
// base64; timestamps are RFC 3339; decimals are numbers with all their digits; NaN and infinities are text.
void append_json(std::string& out, ColumnView const& column, std::int64_t row);

// {"column":value,...} of one row.
void append_json(std::string& out, Batch const& batch, std::int64_t row);

}  // namespace oar

#include <oar/detail/json_write.hpp>
