#include "plugins/sqlite/read_value.hpp"

#include <oar/append.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "plugins/sqlite/json_read.hpp"
#include "plugins/sqlite/time_text.hpp"

namespace oar::sqlite {
namespace {

__extension__ using Wide = __int128;

bool append_unsigned(Column& into, std::string_view digits) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  into.append(value);
  return true;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool append_uuid(Column& into, std::string_view text) {
  auto const uuid = parse_uuid(text);
  if (uuid) into.append_bytes({uuid->data(), uuid->size()});
  return uuid.has_value();
}

template <class T, class U>
bool append_found(Column& into, std::optional<U> const& value) {
  if (!value) return false;
  into.append(static_cast<T>(*value));
  return true;
}

bool append_number(Column& into, sqlite3_stmt* statement, int at) {
  auto const type = sqlite3_column_type(statement, at);
  auto const kind = into.type().kind;
  if (kind == Kind::uint64 && type == SQLITE_TEXT)
    return append_unsigned(into, reinterpret_cast<char const*>(sqlite3_column_text(statement, at)));
  if (type != SQLITE_INTEGER) return false;
  auto const value = sqlite3_column_int64(statement, at);
  if (kind != Kind::boolean) return append_integer(into, value);
  if (value != 0 && value != 1) return false;
  into.append_bool(value != 0);
  return true;
}

bool append_real(Column& into, sqlite3_stmt* statement, int at) {
  auto const type = sqlite3_column_type(statement, at);
  auto value = sqlite3_column_double(statement, at);
  if (type == SQLITE_TEXT) {
    auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, at));
    if (text != std::string_view{"NaN"}) return false;
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (type == SQLITE_BLOB) {
    return false;
  }
  if (into.type().kind == Kind::float32)
    into.append(static_cast<float>(value));
  else
    into.append(value);
  return true;
}

bool append_bytes(Column& into, std::string_view bytes) {
  auto const& type = into.type();
  if (type.kind == Kind::fixed_binary && bytes.size() != static_cast<std::size_t>(type.width)) return false;
  into.append_bytes(bytes);
  return true;
}

bool append_any(Column& into, sqlite3_stmt* statement, int at) {
  auto const& type = into.type();
  auto const is_text = sqlite3_column_type(statement, at) == SQLITE_TEXT;
  auto const bytes = [&] {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, at));
    return std::string_view{data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
  };
  switch (type.kind) {
    case Kind::null:
      return false;
    case Kind::float32:
    case Kind::float64:
      return append_real(into, statement, at);
    case Kind::text:
    case Kind::large_text:
      return is_text && append_bytes(into, bytes());
    case Kind::binary:
    case Kind::large_binary:
      return !is_text && append_bytes(into, bytes());
    case Kind::fixed_binary:
      if (type.extension == Extension::uuid) return is_text && append_spelled(into, bytes());
      return !is_text && append_bytes(into, bytes());
    case Kind::decimal128:
    case Kind::date32:
    case Kind::time32:
    case Kind::time64:
    case Kind::timestamp:
      return is_text && append_spelled(into, bytes());
    case Kind::list:
    case Kind::large_list:
    case Kind::structure:
    case Kind::map:
      return is_text && append_json_value(into, bytes());
    default:
      return append_number(into, statement, at);
  }
}

// The SDK's columns build dictionaries of text and bytes only.
bool can_build(Type const& type) {
  return !type.dictionary || detail::is_bytes(type.kind) || type.kind == Kind::fixed_binary;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text, std::int32_t scale) {
  auto const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Wide value = 0;
  std::int32_t fraction = -1;
  std::size_t digits = 0;
  auto const push = [&](int digit) {
    return !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit, &value);
  };
  for (auto const c : text) {
    if (c == '.' && fraction < 0) {
      fraction = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    ++digits;
    if (fraction >= scale && fraction >= 0 && c == '0') continue;  // zeros behind the last digit that is kept
    if (fraction >= 0 && ++fraction > scale) return std::nullopt;
    if (!push(c - '0')) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  for (auto missing = scale - (fraction < 0 ? 0 : fraction); missing > 0; --missing)
    if (!push(0)) return std::nullopt;
  for (auto extra = scale; extra < 0; ++extra, value /= 10)
    if (value % 10 != 0) return std::nullopt;
  if (negative) value = -value;
  return Decimal{static_cast<std::uint64_t>(value), static_cast<std::int64_t>(value >> 64)};
}

std::optional<std::array<char, 16>> parse_uuid(std::string_view text) {
  std::array<char, 16> bytes{};
  std::size_t digits = 0;
  for (auto const c : text) {
    if (c == '-') continue;
    auto const digit = hex_digit(c);
    if (!digit || digits >= 32) return std::nullopt;
    bytes[digits / 2] = static_cast<char>(digits % 2 == 0 ? *digit << 4 : bytes[digits / 2] | *digit);
    ++digits;
  }
  if (digits != 32) return std::nullopt;
  return bytes;
}

bool append_integer(Column& into, std::int64_t value) {
  if (into.type().kind == Kind::uint64 && value < 0) return false;
  return append_value(into, value);
}

bool append_spelled(Column& into, std::string_view text) {
  auto const& type = into.type();
  switch (type.kind) {
    case Kind::decimal128:
      return append_found<Decimal>(into, parse_decimal(text, type.scale));
    case Kind::date32: {
      auto const days = parse_date(text);
      return days && append_integer(into, *days);
    }
    case Kind::time32:
      return append_found<std::int32_t>(into, parse_time(text, type.unit));
    case Kind::time64:
      return append_found<std::int64_t>(into, parse_time(text, type.unit));
    case Kind::timestamp:
      return append_found<std::int64_t>(into, parse_timestamp(text, type.unit));
    case Kind::fixed_binary:
      return append_uuid(into, text);
    default:
      return false;
  }
}

Result<void> read_value(Column& into, sqlite3_stmt* statement, int at) {
  if (!can_build(into.type()))
    return Error::of(Errc::unsupported, "reading back ", describe(into.type()), " is not supported");
  if (sqlite3_column_type(statement, at) == SQLITE_NULL) {
    into.append_null();
    return {};
  }
  if (append_any(into, statement, at)) return {};
  return Error::of(Errc::data, "column ", sqlite3_column_name(statement, at), ": a stored value is no ",
                   describe(into.type()));
}

}  // namespace oar::sqlite
