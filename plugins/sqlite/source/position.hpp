#pragma once
// Values of the cursor column as SQLite stores and sorts them, for oar::CursorColumn.

#include <oar/cursor_column.hpp>

#include <sqlite3.h>

#include <optional>
#include <string>

#include "plugins/sqlite/source/catalog.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite::source {

// `kind` is 'i', 'f', 't' or 'b', as it is stored; the text is its digits, or its bytes.
ColumnValue value_at(sqlite3_stmt* statement, int column);
void bind(Statement& statement, int at, ColumnValue const& value);

// Numbers, then text, then bytes, each by itself, as ORDER BY with COLLATE BINARY has them; and how far an overlap
// reaches back.
ValueOrder value_order(std::optional<Lookback> const& lookback);

// Errc::cursor_expired for a cursor that is not ours, or of another column.
Result<CursorColumn> open_position(Cursor const& saved, SourceTable const& table);

// Over the first `columns` values of the row: the same row has the same one in every sync.
Fingerprint fingerprint_of(sqlite3_stmt* statement, int columns);

}  // namespace oar::sqlite::source
