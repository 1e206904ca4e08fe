#include "plugins/sqlite/source/position.hpp"

#include <charconv>
#include <cstring>

namespace oar::sqlite::source {
namespace {

template <class Number>
std::string digits_of(Number number) {
  char room[40];
  return {room, std::to_chars(room, room + sizeof room, number).ptr};
}

template <class Number>
Number number_of(std::string const& text) {
  Number number{};
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view stored_bytes(sqlite3_stmt* statement, int at) {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, at));
  return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
}

bool has_kind(ColumnValue const& value, char kind) { return value.kind.size() == 1 && value.kind[0] == kind; }
bool is_any_number(ColumnValue const& value) { return has_kind(value, 'i') || has_kind(value, 'f'); }
int sort_rank(ColumnValue const& value) { return is_any_number(value) ? 0 : has_kind(value, 't') ? 1 : 2; }

bool number_sorts_below(ColumnValue const& a, ColumnValue const& b) {
  if (has_kind(a, 'i') && has_kind(b, 'i')) return number_of<std::int64_t>(a.text) < number_of<std::int64_t>(b.text);
  auto const exact = [](ColumnValue const& value) {
    return has_kind(value, 'i') ? static_cast<long double>(number_of<std::int64_t>(value.text))
                                : static_cast<long double>(number_of<double>(value.text));
  };
  return exact(a) < exact(b);
}

bool sorts_below(ColumnValue const& a, ColumnValue const& b) {
  if (sort_rank(a) != sort_rank(b)) return sort_rank(a) < sort_rank(b);
  return is_any_number(a) ? number_sorts_below(a, b) : a.text < b.text;
}

}  // namespace

ColumnValue value_at(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return {digits_of(sqlite3_column_int64(statement, column)), "i"};
    case SQLITE_FLOAT:
      return {digits_of(sqlite3_column_double(statement, column)), "f"};
    case SQLITE_TEXT:
      return {std::string{stored_bytes(statement, column)}, "t"};
    default:
      return {std::string{stored_bytes(statement, column)}, "b"};
  }
}

void bind(Statement& statement, int at, ColumnValue const& value) {
  if (has_kind(value, 'i'))
    statement.bind(at, number_of<std::int64_t>(value.text));
  else if (has_kind(value, 'f'))
    sqlite3_bind_double(statement.handle(), at, number_of<double>(value.text));
  else if (has_kind(value, 't'))
    statement.bind(at, std::string_view{value.text});
  else
    statement.bind_bytes(at, value.text);
}

ValueOrder value_order(std::optional<Lookback> const& lookback) {
  ValueOrder order{sorts_below};
  if (lookback) order.lookback = [back = *lookback](ColumnValue const& value) { return below(value, back); };
  return order;
}

Result<CursorColumn> open_position(Cursor const& saved, SourceTable const& table) {
  auto position = OAR_TRY(CursorColumn::open(saved, table.cursor, value_order(table.lookback)));
  auto const& from = position.range().from;
  if (from && (from->kind.size() != 1 || std::strchr("iftb", from->kind[0]) == nullptr))
    return Error::of(Errc::cursor_expired, "the saved cursor is none that this source wrote");
  return position;
}

Fingerprint fingerprint_of(sqlite3_stmt* statement, int columns) {
  Fingerprint row;
  for (int i = 0; i < columns; ++i) {
    auto const type = sqlite3_column_type(statement, i);
    row.add(type);
    if (type == SQLITE_INTEGER) {
      row.add(sqlite3_column_int64(statement, i));
    } else if (type == SQLITE_FLOAT) {
      std::uint64_t word = 0;
      auto const value = sqlite3_column_double(statement, i);
      std::memcpy(&word, &value, sizeof word);
      row.add(word);
    } else if (type == SQLITE_NULL) {
      row.add_null();
    } else {
      row.add(stored_bytes(statement, i));
    }
  }
  return row;
}

}  // namespace oar::sqlite::source
