#include "plugins/postgresql/destination/read_text.hpp"

#include <oar/append.hpp>
#include <oar/json_text.hpp>

#include <array>
#include <charconv>

#include "plugins/postgresql/destination/encode_value.hpp"
#include "plugins/postgresql/destination/read_json.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {
namespace {

template <class T>
std::optional<T> parsed(std::string_view text) {
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

std::optional<std::string> from_hex(std::string_view text) {
  std::string out;
  std::optional<int> high;
  for (auto const c : text) {
    if (c == '-') continue;
    auto const digit = hex_digit(c);
    if (!digit) return std::nullopt;
    if (high) out += static_cast<char>(*high << 4 | *digit);
    high = high ? std::nullopt : digit;
  }
  return high ? std::nullopt : std::optional{out};
}

// Microseconds, or days of a date, that the server counted from 1970.
bool append_counted(Column& into, std::string_view text) {
  auto const count = parsed<std::int64_t>(text);
  if (!count) return false;
  auto const& type = into.type();
  if (type.kind == Kind::date32 || type.unit == Unit::nano) return append_value(into, *count);
  auto const size = 1'000'000 / detail::per_second(type.unit);
  return *count % size == 0 && append_value(into, *count / size);
}

// Of an interval, a time, or what lies between a timestamp and 1970: of a far timestamp itself it would be rounded.
std::string micros(std::string const& column, Type const& type) {
  auto const since = type.kind != Kind::timestamp ? ""
                     : type.zone.empty()          ? " - TIMESTAMP 'epoch'"
                                                  : " - TIMESTAMPTZ 'epoch'";
  return "(extract(epoch FROM " + column + since + ") * 1000000)::numeric::bigint::text";
}

// A time without nanoseconds, times a thousand million, and nine digits of nanoseconds.
std::string nanos(std::string const& column, Type const& type) {
  auto const time = type.kind == Kind::timestamp ? std::string{"timestamp"} : std::string{"time"};
  auto const whole = "substring(" + column + " FROM '^[^.]*')::" + time;
  return "(extract(epoch FROM " + whole + ")::bigint * 1000000000 + substring(" + column +
         " FROM '[.]([0-9]{9})')::bigint)::text";
}

// ---- within JSON ----

std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Source of the algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  auto const era = (year >= 0 ? year : year - 399) / 400;
  auto const year_of_era = year - era * 400;
  auto const day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  auto const year = take_number(text);
  if (!year || !take(text, '-')) return std::nullopt;
  auto const month = take_number(text);
  if (!month || !take(text, '-')) return std::nullopt;
  auto const day = take_number(text);
  if (!day) return std::nullopt;
  return days_from_civil(*year, *month, *day);
}

// Nanoseconds since midnight.
std::optional<std::int64_t> take_time(std::string_view& text) {
  auto const hours = take_number(text);
  if (!hours || !take(text, ':')) return std::nullopt;
  auto const minutes = take_number(text);
  if (!minutes || !take(text, ':')) return std::nullopt;
  auto const seconds = take_number(text);
  if (!seconds) return std::nullopt;
  std::int64_t fraction = 0;
  if (take(text, '.')) {
    std::int64_t unit = 1'000'000'000;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9' && unit > 1; text.remove_prefix(1))
      fraction += (text[0] - '0') * (unit /= 10);
  }
  return ((*hours * 60 + *minutes) * 60 + *seconds) * 1'000'000'000 + fraction;
}

}  // namespace

std::string text_of(std::string const& column, Type const& type) {
  auto const native = native_of(type);
  if (native.list) {
    auto item = type.fields.front().type;
    return "(SELECT CASE WHEN " + column + " IS NULL THEN NULL ELSE coalesce(json_agg(" + text_of("each.item", item) +
           " ORDER BY each.number), '[]') END::text FROM unnest(" + column + ") WITH ORDINALITY AS each(item, number))";
  }
  switch (type.kind) {
    case Kind::date32:
      return "(" + column + " - DATE '1970-01-01')::text";
    case Kind::time32:
    case Kind::time64:
    case Kind::timestamp:
      return type.unit == Unit::nano ? nanos(column, type) : micros(column, type);
    case Kind::duration:
      return type.unit == Unit::nano ? column + "::text" : micros(column, type);
    case Kind::binary:
    case Kind::large_binary:
    case Kind::fixed_binary:
      return type.extension == Extension::uuid ? column + "::text" : "encode(" + column + ", 'hex')";
    case Kind::text:
    case Kind::large_text:
      // The cast would write the mask of a single address, too.
      return type.extension == Extension::inet ? "abbrev(" + column + ")" : column + "::text";
    default:
      return column + "::text";
  }
}

bool read_text(Column& into, std::string_view text) {
  auto const& type = into.type();
  switch (type.kind) {
    case Kind::null:
      return false;
    case Kind::boolean:
      return into.append_bool(text == "true"), text == "true" || text == "false";
    case Kind::text:
    case Kind::large_text:
      return into.append_bytes(text), true;
    case Kind::binary:
    case Kind::large_binary:
    case Kind::fixed_binary:
      return read_bytes(into, from_hex(text));
    case Kind::float32:
    case Kind::float64:
      return read_real(into, text);
    case Kind::decimal128:
      return read_decimal(into, text);
    case Kind::date32:
    case Kind::time32:
    case Kind::time64:
    case Kind::timestamp:
    case Kind::duration:
      return append_counted(into, text);
    case Kind::list:
    case Kind::large_list:
      return native_of(type).list ? read_json_texts(into, text) : read_json(into, text);
    case Kind::structure:
    case Kind::map:
      return read_json(into, text);
    default:
      return read_integer(into, text);
  }
}

bool read_integer(Column& into, std::string_view text) {
  if (into.type().kind == Kind::uint64) {
    auto const value = parsed<std::uint64_t>(text);
    return value && (into.append(*value), true);
  }
  auto const value = parsed<std::int64_t>(text);
  return value && append_value(into, *value);
}

bool read_real(Column& into, std::string_view text) {
  if (into.type().kind == Kind::float32) {
    auto const value = parsed<float>(text);
    return value && (into.append(*value), true);
  }
  auto const value = parsed<double>(text);
  return value && (into.append(*value), true);
}

bool read_bytes(Column& into, std::optional<std::string> const& bytes) {
  auto const& type = into.type();
  if (!bytes) return false;
  if (type.kind == Kind::fixed_binary && bytes->size() != static_cast<std::size_t>(type.width)) return false;
  into.append_bytes(*bytes);
  return true;
}

bool read_uuid(Column& into, std::string_view text) { return read_bytes(into, from_hex(text)); }

bool read_decimal(Column& into, std::string_view text) {
  auto const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  auto const scale = into.type().scale;
  Wide value = 0;
  int behind = -1;  // digits behind the point so far
  auto const push = [&](int digit) {
    return !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit, &value);
  };
  for (auto const c : text) {
    if (c == '.' && behind < 0) {
      behind = 0;
      continue;
    }
    if (c < '0' || c > '9') return false;
    if (behind >= 0 && behind >= scale) {
      if (c != '0') return false;
      continue;
    }
    if (behind >= 0) ++behind;
    if (!push(c - '0')) return false;
  }
  for (auto missing = scale - std::max(behind, 0); missing > 0; --missing)
    if (!push(0)) return false;
  for (auto extra = scale; extra < 0; ++extra, value /= 10)
    if (value % 10 != 0) return false;
  if (negative) value = -value;
  into.append(Decimal{static_cast<std::uint64_t>(value), static_cast<std::int64_t>(value >> 64)});
  return true;
}

bool read_spelled_time(Column& into, std::string_view text) {
  auto const& type = into.type();
  auto const timed = type.kind != Kind::date32;
  std::optional<std::int64_t> days = 0;
  if (type.kind == Kind::date32 || type.kind == Kind::timestamp) days = take_date(text);
  if (!days) return false;
  if (!timed) return text.empty() && append_value(into, *days);
  if (type.kind == Kind::timestamp && !take(text, 'T')) return false;
  auto const time = take_time(text);
  if (!time) return false;
  take(text, 'Z');
  auto const size = 1'000'000'000 / detail::per_second(type.unit);
  auto const count = (static_cast<Wide>(*days) * 86'400 * 1'000'000'000 + *time) / size;
  auto const exact = *time % size == 0 && count <= INT64_MAX && count >= INT64_MIN;
  return exact && text.empty() && append_value(into, static_cast<std::int64_t>(count));
}

}  // namespace oar::postgresql
