#pragma once
// JSON text back into a column of known type, digit by digit.

#include <oar/column.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oar::postgresql {

// As the SDK spells nested values; members of structs in any order, since jsonb keeps none.
bool read_json(Column& into, std::string_view text);

// What stands between the quotation marks; nothing where it is no JSON string.
std::optional<std::string> json_string(std::string_view quoted);

// An array whose items are what read_text() takes.
bool read_json_texts(Column& into, std::string_view text);

}  // namespace oar::postgresql
