#pragma once
// JSON text, as the SDK spells nested values, back into a column of known type, digit by digit.

#include <oar/column.hpp>

#include <string_view>

namespace oar::sqlite {

// False when the text is no value of the column's type; the column is then of no more use.
bool append_json_value(Column& into, std::string_view text);

}  // namespace oar::sqlite
