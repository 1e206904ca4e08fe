#pragma once
// Where a scan stands: the cursor's value, and which rows with that very value were read already.

#include <oar/cursor.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite::source {

// A value as SQLite stores it: kind 'i', 'f', 't' or 'b', or '\0' for none, and its bytes or digits.
struct StoredValue {
  char kind = '\0';
  std::string text;

  bool operator==(StoredValue const&) const = default;
  static StoredValue at(sqlite3_stmt* statement, int column);
  void bind(Statement& statement, int at) const;
};

// Rows that tie at the boundary are read with >=. Those that were read before are known by their fingerprints: none
// that ties is lost, none is read twice. Beyond `most_seen` they are no longer kept, and all that tie are read again.
class Position {
 public:
  static constexpr std::size_t most_seen = 20'000;

  // Errc::cursor_expired for a cursor that is not ours, or of another column.
  static Result<Position> from(Cursor const& cursor, std::string const& column);
  explicit Position(std::string column) : column_{std::move(column)} {}

  bool at_start() const { return value_.kind == '\0'; }
  // Where reading begins; stays while the scan goes on.
  StoredValue const& start() const { return skip_value_; }

  // False for a row that an earlier scan has read; asked once a row, in the order of the column.
  bool passes(StoredValue value, std::uint64_t fingerprint);
  // After the rows that passes() saw.
  Cursor cursor() const;
  // More rows tie at the boundary than are remembered.
  bool forgets() const { return too_many_; }

 private:
  using Fingerprints = std::unordered_map<std::uint64_t, std::int64_t>;  // each with how many rows have it

  std::string column_;
  StoredValue value_;
  Fingerprints seen_;       // of the rows at value_
  StoredValue skip_value_;  // where an earlier scan stopped
  Fingerprints skip_;       // what it read there and this one has not come across
  bool too_many_ = false;
};

// Over the first `columns` values of the row: the same row has the same one in every sync.
std::uint64_t fingerprint_of(sqlite3_stmt* statement, int columns);

}  // namespace oar::sqlite::source
