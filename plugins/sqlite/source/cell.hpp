#pragma once
// One value on its way from a row to its column: looked at first, added when the whole row is sound.

#include <oar/column.hpp>
#include <oar/value.hpp>

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "plugins/sqlite/source/column_type.hpp"

namespace oar::sqlite::source {

struct Cell {
  enum class Holds : std::uint8_t { null, boolean, number, big_number, real, decimal, bytes };

  Holds holds = Holds::null;
  std::int64_t number = 0;
  std::uint64_t big_number = 0;
  double real = 0;
  Decimal decimal = {};
  std::string_view bytes = {};     // in SQLite's row, or in `room`
  std::array<char, 40> room = {};  // of what is spelled here
};

// Reads column `at` of the statement's row; false when it holds what the type cannot.
using Take = bool (*)(Cell& into, sqlite3_stmt* statement, int at, Type const& type);
Take take_of(ReadType const& read);

// `type` is the column's.
void add(Cell const& cell, Type const& type, Column& into);

}  // namespace oar::sqlite::source
