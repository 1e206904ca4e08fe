#pragma once
// Values in text form back into Arrow, exactly, or not at all.

#include <oar/column.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oar::postgresql {

// What the server is asked for, so that read_text() finds one plain text whatever the type: dates and times are numbers
// of their unit since 1970, bytes hexadecimal, lists and nested values JSON.
std::string text_of(std::string const& column, Type const& type);

// False when the text is no value of the column's type; the column is then of no more use.
bool read_text(Column& into, std::string_view text);

// For text that the SDK has written within JSON.
bool read_spelled_time(Column& into, std::string_view text);
bool read_decimal(Column& into, std::string_view text);
bool read_uuid(Column& into, std::string_view text);
// False when there are none, or not as many as the type has.
bool read_bytes(Column& into, std::optional<std::string> const& bytes);
bool read_integer(Column& into, std::string_view text);
bool read_real(Column& into, std::string_view text);

}  // namespace oar::postgresql
