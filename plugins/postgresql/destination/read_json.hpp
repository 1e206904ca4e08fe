#pragma once
// JSON text back into a column of known type, digit by digit.

#include <oar/column.hpp>

#include <string_view>

namespace oar::postgresql {

// As the SDK spells nested values; members of structs in any order, since jsonb keeps none.
bool read_json(Column& into, std::string_view text);

// An array whose items are what read_text() takes.
bool read_json_texts(Column& into, std::string_view text);

}  // namespace oar::postgresql
