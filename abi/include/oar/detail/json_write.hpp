#pragma once
// How each type is spelled in JSON.

#include <oar/json_text.hpp>
#include <oar/utf8.hpp>

#include <boost/json.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>

namespace oar {

namespace detail {

inline void append_quoted(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const c = text[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      auto const size = utf8_length(text.substr(i));
      out += size > 0 ? text.substr(i, size) : "\xEF\xBF\xBD";
      i += size > 0 ? size - 1 : 0;
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

// One JSON value as it stands, its line breaks as spaces; what is no JSON becomes a JSON text.
inline void append_embedded(std::string& out, std::string_view text) {
  unsigned char room[4096];
  boost::json::monotonic_resource memory{room};
  boost::json::error_code ec;
  boost::json::parse_options options;
  options.max_depth = 512;
  boost::json::parse({text.data(), text.size()}, ec, &memory, options);
  if (ec) return append_quoted(out, text);
  for (auto const c : text) out += c == '\n' || c == '\r' ? ' ' : c;
}

inline void append_base64(std::string& out, std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out += '"';
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto const left = bytes.size() - i;
    auto const at = [&](std::size_t k) { return k < left ? static_cast<unsigned char>(bytes[i + k]) : 0u; };
    auto const word = at(0) << 16 | at(1) << 8 | at(2);
    out += digits[word >> 18];
    out += digits[word >> 12 & 63];
    out += left > 1 ? digits[word >> 6 & 63] : '=';
    out += left > 2 ? digits[word & 63] : '=';
  }
  out += '"';
}

template <class T>
void append_number(std::string& out, T value) {
  char text[40];
  auto const [end, error] = std::to_chars(text, text + sizeof text, value);
  out.append(text, end);
}

// Shortest text that reads back as the same number; JSON has no NaN or infinity, so these become text.
template <std::floating_point T>
void append_float(std::string& out, T value) {
  if (std::isfinite(value)) return append_number(out, value);
  out += std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}

inline std::int64_t per_second(Unit unit) {
  return unit == Unit::second ? 1 : unit == Unit::milli ? 1'000 : unit == Unit::micro ? 1'000'000 : 1'000'000'000;
}

struct CivilDate {
  std::int64_t year;
  unsigned month, day;
};

// Days since 1970-01-01 to the proleptic Gregorian calendar, for every int64 that a date or timestamp can hold.
// Source of the algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
inline CivilDate civil_from_days(std::int64_t days) {
  days += 719'468;
  auto const era = (days >= 0 ? days : days - 146'096) / 146'097;
  auto const day_of_era = static_cast<unsigned>(days - era * 146'097);
  auto const year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  auto const month_index = (5 * day_of_year + 2) / 153;
  auto const month = month_index < 10 ? month_index + 3 : month_index - 9;
  auto const year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * month_index + 2) / 5 + 1};
}

inline void append_date(std::string& out, std::int64_t days) {
  auto const [year, month, day] = civil_from_days(days);
  char text[48];
  auto const size = std::snprintf(text, sizeof text, year < 0 ? "%05lld-%02u-%02u" : "%04lld-%02u-%02u",
                                  static_cast<long long>(year), month, day);
  out.append(text, static_cast<std::size_t>(size));
}

// hh:mm:ss with as many fraction digits as the unit has, trailing zero groups of three left out.
inline void append_time(std::string& out, std::int64_t count, Unit unit) {
  auto const scale = per_second(unit);
  auto const seconds = count / scale;
  char text[48];
  auto size = std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
                            static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
  out.append(text, static_cast<std::size_t>(size));
  auto const nanos = count % scale * (1'000'000'000 / scale);
  if (nanos == 0) return;
  size = std::snprintf(text, sizeof text, ".%09lld", static_cast<long long>(nanos));
  std::string_view fraction{text, static_cast<std::size_t>(size)};
  while (fraction.ends_with("000")) fraction.remove_suffix(3);
  out += fraction;
}

inline void append_timestamp(std::string& out, std::int64_t count, Type const& type) {
  auto const per_day = per_second(type.unit) * 86'400;
  auto const before_midnight = count % per_day < 0;
  append_date(out, count / per_day - (before_midnight ? 1 : 0));
  out += 'T';
  append_time(out, count % per_day + (before_midnight ? per_day : 0), type.unit);
  if (!type.zone.empty()) out += 'Z';
}

}  // namespace detail

// "2026-01-02T03:04:05.678Z"; without the Z where the type has no zone.
inline std::string timestamp_text(std::int64_t count, Type const& type) {
  std::string out;
  detail::append_timestamp(out, count, type);
  return out;
}
inline std::string date_text(std::int64_t days) {
  std::string out;
  detail::append_date(out, days);
  return out;
}
inline std::string time_text(std::int64_t count, Unit unit) {
  std::string out;
  detail::append_time(out, count, unit);
  return out;
}

// All digits, the point where the scale says.
inline std::string decimal_text(Decimal value, std::int32_t scale) {
  auto const negative = value.high < 0;
  __extension__ using Wide = unsigned __int128;
  auto wide = static_cast<Wide>(static_cast<std::uint64_t>(value.high)) << 64 | value.low;
  if (negative) wide = ~wide + 1;
  std::string digits;
  for (; wide != 0; wide /= 10) digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(wide % 10)));
  auto const fraction = static_cast<std::size_t>(scale > 0 ? scale : 0);
  if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
  if (scale < 0 && digits != "0") digits.append(static_cast<std::size_t>(-scale), '0');
  if (fraction > 0) digits.insert(digits.size() - fraction, ".");
  return negative ? "-" + digits : digits;
}

inline std::string uuid_text(std::string_view bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += hex[static_cast<unsigned char>(bytes[i]) >> 4];
    out += hex[static_cast<unsigned char>(bytes[i]) & 15];
  }
  return out;
}

namespace detail {

inline void append_list(std::string& out, ColumnView const& column, std::int64_t row) {
  auto const [begin, end] = column.items(row);
  out += '[';
  for (auto i = begin; i < end; ++i) {
    if (i > begin) out += ',';
    append_json(out, column.children()[0], i);
  }
  out += ']';
}

inline void append_struct(std::string& out, ColumnView const& column, std::int64_t row) {
  out += '{';
  for (std::size_t i = 0; i < column.children().size(); ++i) {
    if (i > 0) out += ',';
    append_quoted(out, column.type().fields[i].name);
    out += ':';
    append_json(out, column.children()[i], row);
  }
  out += '}';
}

// Text keys make an object; other keys make a list of [key, value] pairs, since JSON's names are text.
inline void append_map(std::string& out, ColumnView const& column, std::int64_t row) {
  auto const [begin, end] = column.items(row);
  auto const& key = column.children()[0].type();
  auto const named = is_bytes(key.kind) && key.extension != Extension::json;
  out += named ? '{' : '[';
  for (auto i = begin; i < end; ++i) {
    if (i > begin) out += ',';
    if (!named) out += '[';
    append_json(out, column.children()[0], i);
    out += named ? ':' : ',';
    append_json(out, column.children()[1], i);
    if (!named) out += ']';
  }
  out += named ? '}' : ']';
}

inline void append_bytes(std::string& out, ColumnView const& column, std::string_view bytes) {
  switch (column.type().extension) {
    case Extension::json:
      append_embedded(out, bytes);
      return;
    case Extension::uuid:
      append_quoted(out, uuid_text(bytes));
      return;
    default:
      break;
  }
  auto const kind = column.type().kind;
  if (kind == Kind::text || kind == Kind::large_text)
    append_quoted(out, bytes);
  else
    append_base64(out, bytes);
}

}  // namespace detail

inline void append_json(std::string& out, ColumnView const& column, std::int64_t row) {
  if (column.is_null(row)) {
    out += "null";
    return;
  }
  auto const& type = column.type();
  if (column.is_dictionary()) return append_json(out, column.dictionary(), column.dictionary_index(row));
  switch (type.kind) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
      out += column.boolean(row) ? "true" : "false";
      return;
    case Kind::uint64:
      detail::append_number(out, column.value<std::uint64_t>(row));
      return;
    case Kind::float32:
      detail::append_float(out, column.value<float>(row));
      return;
    case Kind::float64:
      detail::append_float(out, column.value<double>(row));
      return;
    case Kind::decimal128:
      out += decimal_text(column.value<Decimal>(row), type.scale);
      return;
    case Kind::date32:
      detail::append_quoted(out, date_text(column.integer(row)));
      return;
    case Kind::time32:
    case Kind::time64:
      detail::append_quoted(out, time_text(column.integer(row), type.unit));
      return;
    case Kind::timestamp:
      detail::append_quoted(out, timestamp_text(column.integer(row), type));
      return;
    case Kind::list:
    case Kind::large_list:
      detail::append_list(out, column, row);
      return;
    case Kind::structure:
      detail::append_struct(out, column, row);
      return;
    case Kind::map:
      detail::append_map(out, column, row);
      return;
    case Kind::text:
    case Kind::large_text:
    case Kind::binary:
    case Kind::large_binary:
    case Kind::fixed_binary:
      detail::append_bytes(out, column, column.bytes(row));
      return;
    default:
      detail::append_number(out, column.integer(row));
      return;
  }
}

inline void append_json(std::string& out, Batch const& batch, std::int64_t row) {
  out += '{';
  for (std::size_t i = 0; i < batch.columns().size(); ++i) {
    if (i > 0) out += ',';
    detail::append_quoted(out, batch.table().columns()[i].name);
    out += ':';
    append_json(out, batch.column(i), row);
  }
  out += '}';
}

}  // namespace oar
