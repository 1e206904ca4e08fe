#pragma once
// Stored values back into Arrow, exactly, or not at all.

#include <oar/column.hpp>
#include <oar/result.hpp>

#include <oar/value.hpp>

#include <sqlite3.h>

#include <array>
#include <optional>
#include <string_view>

namespace oar::sqlite {

// Column `at` (from 0) of the statement's row. Errc::data when it holds what the type cannot.
Result<void> read_value(Column& into, sqlite3_stmt* statement, int at);

// Text that stands for a value of the column's type: decimals, dates, times, timestamps, uuids. False when it does not.
bool append_spelled(Column& into, std::string_view text);

// Whole numbers that the column's width can hold.
bool append_integer(Column& into, std::int64_t value);

// Nothing for text that is none, or has digits that the scale cannot hold.
std::optional<Decimal> parse_decimal(std::string_view text, std::int32_t scale);
std::optional<std::array<char, 16>> parse_uuid(std::string_view text);

}  // namespace oar::sqlite
