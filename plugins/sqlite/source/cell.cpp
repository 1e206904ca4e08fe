#include "plugins/sqlite/source/cell.hpp"

#include <oar/utf8.hpp>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>

#include "plugins/sqlite/read_value.hpp"
#include "plugins/sqlite/time_text.hpp"

namespace oar::sqlite::source {
namespace {

using Holds = Cell::Holds;

std::string_view bytes_at(sqlite3_stmt* statement, int at) {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, at));
  return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
}

bool hold_number(Cell& into, std::int64_t value) {
  into.holds = Holds::number;
  into.number = value;
  return true;
}
bool hold_bytes(Cell& into, std::string_view bytes) {
  into.holds = Holds::bytes;
  into.bytes = bytes;
  return true;
}

// Fewer digits than the precision has room for.
bool within(Decimal value, std::int32_t precision) {
  __extension__ using Wide = __int128;
  auto left = static_cast<Wide>(value.high) * (Wide{1} << 64) + static_cast<Wide>(value.low);
  for (; precision > 0 && left != 0; --precision) left /= 10;
  return left == 0;
}

bool hold_decimal(Cell& into, std::string_view text, Type const& type) {
  auto const value = parse_decimal(text, type.scale);
  if (!value || !within(*value, type.precision)) return false;
  into.holds = Holds::decimal;
  into.decimal = *value;
  return true;
}
template <class Value>
bool hold_found(Cell& into, Value const& value) {
  return value && hold_number(into, *value);
}

bool take_integer(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  if (sqlite3_column_type(statement, at) != SQLITE_INTEGER) return false;
  return hold_number(into, sqlite3_column_int64(statement, at));
}

bool take_boolean(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  if (!take_integer(into, statement, at, type)) return false;
  into.holds = Holds::boolean;
  return into.number == 0 || into.number == 1;
}

bool take_unsigned(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  into.holds = Holds::big_number;
  if (sqlite3_column_type(statement, at) == SQLITE_TEXT) {
    auto const text = bytes_at(statement, at);
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), into.big_number);
    return error == std::errc{} && end == text.data() + text.size();
  }
  if (!take_integer(into, statement, at, type)) return false;
  into.holds = Holds::big_number;
  into.big_number = static_cast<std::uint64_t>(into.number);
  return into.number >= 0;
}

bool take_real(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  into.holds = Holds::real;
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_FLOAT:
      into.real = sqlite3_column_double(statement, at);
      return true;
    case SQLITE_INTEGER: {
      auto const value = sqlite3_column_int64(statement, at);
      constexpr auto exact = std::int64_t{1} << 53;
      into.real = static_cast<double>(value);
      return value >= -exact && value <= exact;
    }
    case SQLITE_TEXT:
      into.real = std::numeric_limits<double>::quiet_NaN();
      return bytes_at(statement, at) == "NaN";
    default:
      return false;
  }
}

// The shortest text that reads back as the same number, as our destinations of text write it.
bool spell_real(Cell& into, double value, std::chars_format format) {
  if (!std::isfinite(value)) return hold_bytes(into, value > 0 ? "Infinity" : "-Infinity");
  auto* const begin = into.room.data();
  auto const [end, error] = std::to_chars(begin, begin + into.room.size(), value, format);
  return error == std::errc{} && hold_bytes(into, {begin, static_cast<std::size_t>(end - begin)});
}

bool spell_integer(Cell& into, std::int64_t value) {
  auto* const begin = into.room.data();
  auto const end = std::to_chars(begin, begin + into.room.size(), value).ptr;
  return hold_bytes(into, {begin, static_cast<std::size_t>(end - begin)});
}

bool take_text(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  if (sqlite3_column_type(statement, at) != SQLITE_TEXT) return false;
  auto const text = bytes_at(statement, at);
  return is_utf8(text) && hold_bytes(into, text);
}

bool take_spelled(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return spell_integer(into, sqlite3_column_int64(statement, at));
    case SQLITE_FLOAT:
      return spell_real(into, sqlite3_column_double(statement, at), std::chars_format::general);
    default:
      return take_text(into, statement, at, type);
  }
}

// A text is its bytes.
bool take_binary(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  auto const type = sqlite3_column_type(statement, at);
  return (type == SQLITE_BLOB || type == SQLITE_TEXT) && hold_bytes(into, bytes_at(statement, at));
}

// 36 characters, or the 16 bytes.
bool take_uuid(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  auto const type = sqlite3_column_type(statement, at);
  if (type != SQLITE_BLOB && type != SQLITE_TEXT) return false;
  auto const bytes = bytes_at(statement, at);
  if (type == SQLITE_BLOB) return bytes.size() == 16 && hold_bytes(into, bytes);
  auto const uuid = parse_uuid(bytes);
  if (!uuid) return false;
  std::memcpy(into.room.data(), uuid->data(), uuid->size());
  return hold_bytes(into, {into.room.data(), uuid->size()});
}

// SQLite may keep what is declared decimal as a number; a real counts for its shortest text.
bool take_decimal(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_TEXT:
      return hold_decimal(into, bytes_at(statement, at), type);
    case SQLITE_INTEGER:
      return spell_integer(into, sqlite3_column_int64(statement, at)) && hold_decimal(into, into.bytes, type);
    case SQLITE_FLOAT:
      return spell_real(into, sqlite3_column_double(statement, at), std::chars_format::fixed) &&
             hold_decimal(into, into.bytes, type);
    default:
      return false;
  }
}

int two_digits(std::string_view text, std::size_t at) {
  return at + 1 < text.size() ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
}

// The parsers take any two digits: 02-31 and 25:00 must not become another day. `text` begins with hh:mm:ss.
bool is_clock(std::string_view text) {
  return two_digits(text, 0) < 24 && two_digits(text, 3) < 60 && two_digits(text, 6) < 60;
}
bool is_day(std::string_view text, std::int64_t days) {
  auto const dash = text.find('-', text.find('-', 1) + 1);
  if (two_digits(text, dash + 1) <= 28) return true;
  std::string again;
  append_date(again, days);
  return text.starts_with(again);
}

bool take_date(Cell& into, sqlite3_stmt* statement, int at, Type const&) {
  if (sqlite3_column_type(statement, at) != SQLITE_TEXT) return false;
  auto const text = bytes_at(statement, at);
  auto const days = parse_date(text);
  using Days = std::numeric_limits<std::int32_t>;
  return days && is_day(text, *days) && *days >= Days::min() && *days <= Days::max() && hold_number(into, *days);
}

bool take_time(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  if (sqlite3_column_type(statement, at) != SQLITE_TEXT) return false;
  auto const text = bytes_at(statement, at);
  return is_clock(text) && hold_found(into, parse_time(text, type.unit));
}

// Without a zone a Z would be lost; with one, its absence would be guessed.
bool take_timestamp(Cell& into, sqlite3_stmt* statement, int at, Type const& type) {
  if (sqlite3_column_type(statement, at) != SQLITE_TEXT) return false;
  auto const text = bytes_at(statement, at);
  if (text.ends_with('Z') == type.zone.empty()) return false;
  auto const clock = text.find_first_of("T ");
  if (clock == text.npos || !is_clock(text.substr(clock + 1))) return false;
  auto const days = parse_date(text.substr(0, clock));
  return days && is_day(text, *days) && hold_found(into, parse_timestamp(text, type.unit));
}

bool take_nothing(Cell&, sqlite3_stmt*, int, Type const&) { return false; }

}  // namespace

Take take_of(ReadType const& read) {
  auto const& type = read.type;
  if (read.stored == Stored::spelled) return take_spelled;
  switch (type.kind) {
    case Kind::boolean:
      return take_boolean;
    case Kind::int64:
    case Kind::duration:
      return take_integer;
    case Kind::uint64:
      return take_unsigned;
    case Kind::float64:
      return take_real;
    case Kind::decimal128:
      return take_decimal;
    case Kind::text:
      return take_text;
    case Kind::binary:
      return take_binary;
    case Kind::fixed_binary:
      return take_uuid;
    case Kind::date32:
      return take_date;
    case Kind::time64:
      return take_time;
    case Kind::timestamp:
      return take_timestamp;
    default:
      return take_nothing;
  }
}

void add(Cell const& cell, Type const& type, Column& into) {
  switch (cell.holds) {
    case Holds::null:
      return into.append_null();
    case Holds::boolean:
      return into.append_bool(cell.number != 0);
    case Holds::number:
      return type.kind == Kind::date32 ? into.append(static_cast<std::int32_t>(cell.number)) : into.append(cell.number);
    case Holds::big_number:
      return into.append(cell.big_number);
    case Holds::real:
      return into.append(cell.real);
    case Holds::decimal:
      return into.append(cell.decimal);
    case Holds::bytes:
      return into.append_bytes(cell.bytes);
  }
}

}  // namespace oar::sqlite::source
