#pragma once
// How far below the last value an incremental reading goes back for rows that were written late.

#include <oar/cursor_column.hpp>
#include <oar/type.hpp>

#include <cstdint>
#include <string>

namespace oar::sqlite::source {

struct Lookback {
  std::int64_t amount = 0;
  bool seconds = false;  // else so much of a number
};

// "1 hour", or a number; Errc::config with what is accepted.
Result<Lookback> parse_lookback(std::string const& text);

// Whether values of the type have so much below them: numbers a number, dates and timestamps a time.
bool applies(Lookback const& lookback, Type const& type);

// The value that is so much below this one, as SQLite stores it; the value itself where there is none.
ColumnValue below(ColumnValue const& value, Lookback const& lookback);

}  // namespace oar::sqlite::source
