#include "plugins/postgresql/destination/encode_value.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <oar/json_text.hpp>

#include "plugins/postgresql/destination/encode_column.hpp"
#include "plugins/postgresql/destination/json_names.hpp"
#include "plugins/postgresql/destination/limits.hpp"

namespace oar::postgresql {
namespace {

__extension__ using WideUnsigned = unsigned __int128;

constexpr char const* beyond = "beyond what PostgreSQL's type holds";

void append_int(std::string& into, std::int64_t value, Wire wire) {
  switch (wire) {
    case Wire::int2:
      return put(into, static_cast<std::int16_t>(value));
    case Wire::int4:
      return put(into, static_cast<std::int32_t>(value));
    default:
      return put(into, value);
  }
}

char const* append_integer(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  if (column.wire != Wire::numeric) return append_int(into, values.integer(row), column.wire), nullptr;
  auto const wide = values.type().kind == Kind::uint64 ? static_cast<Wide>(values.value<std::uint64_t>(row))
                                                       : static_cast<Wide>(values.integer(row));
  append_numeric(into, wide, 0);
  return nullptr;
}

char const* append_decimal(std::string& into, ColumnView const& values, std::int64_t row, Native const&) {
  auto const value = values.value<Wide>(row);
  auto const scale = values.type().scale;
  if (scale >= 0) return append_numeric(into, value, scale), nullptr;
  auto whole = value;
  for (auto zeros = scale; zeros < 0; ++zeros)
    if (__builtin_mul_overflow(whole, 10, &whole)) return beyond;
  append_numeric(into, whole, 0);
  return nullptr;
}

char const* append_boolean(std::string& into, ColumnView const& values, std::int64_t row, Native const&) {
  into += values.boolean(row) ? '\1' : '\0';
  return nullptr;
}

char const* append_float(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  auto const single = values.type().kind == Kind::float32;
  if (single && column.wire == Wire::float4) return put(into, values.value<float>(row)), nullptr;
  put(into, single ? double{values.value<float>(row)} : values.value<double>(row));
  return nullptr;
}

// Dates, times, timestamps and durations of at most microseconds.
char const* append_time(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  auto const bounds = bounds_of(values.type(), column.wire);
  auto const value = values.integer(row);
  if (bounds.least != bounds.most && (value < bounds.least || value > bounds.most)) return beyond;
  auto const stored = value * bounds.factor + bounds.shift;
  if (column.wire == Wire::date) return put(into, static_cast<std::int32_t>(stored)), nullptr;
  put(into, stored);
  if (column.wire == Wire::interval) into.append(8, '\0');
  return nullptr;
}

// ISO 8601 with nine digits of nanoseconds, always, so that text order is time order.
char const* append_spelled(std::string& into, ColumnView const& values, std::int64_t row, Native const&) {
  std::string text;
  append_json(text, values, row);
  auto spelled = std::string_view{text}.substr(1, text.size() - 2);
  auto const zoned = spelled.ends_with('Z');
  if (zoned) spelled.remove_suffix(1);
  auto const point = spelled.find('.');
  auto const digits = point == spelled.npos ? 0 : spelled.size() - point - 1;
  into.append(spelled).append(point == spelled.npos ? "." : "").append(9 - digits, '0').append(zoned ? "Z" : "");
  return nullptr;
}

char const* append_bytes(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  auto const bytes = values.bytes(row);
  if (column.wire == Wire::text && bytes.find('\0') != bytes.npos)
    return "a NUL character, which PostgreSQL's text cannot hold";
  into += bytes;
  return nullptr;
}

char const* append_json_value(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  auto const begin = into.size() + 1;
  if (column.wire == Wire::jsonb) into += '\1';  // the version of its form
  if (values.type().extension == Extension::json && !values.is_dictionary())
    into += values.bytes(row);
  else
    append_json(into, values, row);
  if (column.wire == Wire::jsonb && repeats_a_name(std::string_view{into}.substr(begin))) return repeated_name;
  return nullptr;
}

// Source: network_send() of PostgreSQL. Families are 2 and 3 on every system.
char const* append_inet(std::string& into, ColumnView const& values, std::int64_t row, Native const&) {
  std::string address{values.bytes(row)};
  auto const six = address.find(':') != std::string::npos;
  int const most = six ? 128 : 32;
  int bits = most;
  if (auto const slash = address.find('/'); slash != std::string::npos) {
    auto const* end = address.data() + address.size();
    auto const [stopped, error] = std::from_chars(address.data() + slash + 1, end, bits);
    if (error != std::errc{} || stopped != end || bits < 0 || bits > most) return "no address of IPv4 or IPv6";
    address.resize(slash);
  }
  std::array<char, 16> bytes{};
  if (::inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), bytes.data()) != 1) return "no address of IPv4 or IPv6";
  auto const size = six ? std::size_t{16} : std::size_t{4};
  for (auto const c : {six ? 3 : 2, bits, 0, static_cast<int>(size)}) into += static_cast<char>(c);
  into.append(bytes.data(), size);
  return nullptr;
}

char const* append_mac(std::string& into, ColumnView const& values, std::int64_t row, Native const&) {
  static constexpr char const* wrong = "no hardware address of six bytes";
  auto const text = values.bytes(row);
  if (text.size() != 17) return wrong;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    int byte = 0;
    auto const* digits = text.data() + at;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) return wrong;
    if (at + 2 < text.size() && digits[2] != ':') return wrong;
    into += static_cast<char>(byte);
  }
  return nullptr;
}

// Through the dictionary to the value. A dictionary's own view has the column's type.
char const* append_entry(std::string& into, ColumnView const& values, std::int64_t row, Native const& column);
// Source: array_recv() of PostgreSQL
char const* append_list(std::string& into, ColumnView const& values, std::int64_t row, Native const& column);

Append scalar_of(Type const& type, Native const& column) {
  switch (type.kind) {
    case Kind::boolean:
      return append_boolean;
    case Kind::float32:
    case Kind::float64:
      return append_float;
    case Kind::decimal128:
      return append_decimal;
    case Kind::text:
    case Kind::large_text:
      if (type.extension == Extension::json) return append_json_value;
      if (column.wire == Wire::inet) return append_inet;
      if (column.wire == Wire::macaddr) return append_mac;
      return append_bytes;
    case Kind::binary:
    case Kind::large_binary:
    case Kind::fixed_binary:
      return append_bytes;
    case Kind::date32:
    case Kind::time32:
    case Kind::time64:
    case Kind::timestamp:
      return column.wire == Wire::text ? append_spelled : append_time;
    case Kind::duration:
      return column.wire == Wire::interval ? append_time : append_integer;
    case Kind::list:
    case Kind::large_list:
    case Kind::structure:
    case Kind::map:
      return column.list ? append_list : append_json_value;
    default:
      return append_integer;
  }
}

char const* append_entry(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  return scalar_of(values.type(), column)(into, values.dictionary(), values.dictionary_index(row), column);
}

char const* append_list(std::string& into, ColumnView const& values, std::int64_t row, Native const& column) {
  auto const& items = values.children().front();
  auto const range = values.items(row);
  auto const one = appender_of(items.type(), column);
  auto const begin = into.size();
  put(into, std::int32_t{range.begin == range.end ? 0 : 1});  // dimensions
  auto const flags_at = into.size();
  put(into, std::int32_t{0});
  put(into, oid_of(column.wire));
  if (range.begin == range.end) return nullptr;
  put(into, static_cast<std::int32_t>(range.end - range.begin));
  put(into, std::int32_t{1});  // the first index
  for (auto at = range.begin; at < range.end; ++at) {
    auto const null =
        items.is_null(at) || (items.is_dictionary() && items.dictionary().is_null(items.dictionary_index(at)));
    auto const length_at = into.size();
    put(into, std::int32_t{-1});
    if (null) {
      into[flags_at + 3] = '\1';
      continue;
    }
    auto item = column;
    item.list = false;
    if (auto const* why = one(into, items, at, item)) return why;
    auto const length = static_cast<std::int32_t>(into.size() - length_at - 4);
    put(reinterpret_cast<std::byte*>(into.data() + length_at), length);
  }
  return into.size() - begin > 0x3fff'ff00 ? beyond : nullptr;
}

}  // namespace

Append appender_of(Type const& type, Native const& column) {
  return type.dictionary ? append_entry : scalar_of(type, column);
}

// Source: numeric_recv() of PostgreSQL: digits of base 10,000, the first one's weight, sign, digits behind the point.
void append_numeric(std::string& into, Wide value, std::int32_t scale) {
  auto const negative = value < 0;
  auto rest = negative ? -static_cast<WideUnsigned>(value) : static_cast<WideUnsigned>(value);
  std::array<std::int16_t, 16> digits{};  // from the last one on
  int count = 0;
  // The point stands between two digits of base 10,000, so the last one may be filled up with zeros.
  auto const fill = (4 - scale % 4) % 4;
  static constexpr std::array<int, 4> tens{1, 10, 100, 1000};
  if (fill > 0 && rest > 0) {
    auto const unit = tens[static_cast<std::size_t>(4 - fill)];
    digits[0] = static_cast<std::int16_t>(static_cast<int>(rest % static_cast<unsigned>(unit)) *
                                          tens[static_cast<std::size_t>(fill)]);
    rest /= static_cast<unsigned>(unit);
    ++count;
  }
  while (rest > UINT64_MAX) {
    digits[static_cast<std::size_t>(count++)] = static_cast<std::int16_t>(rest % 10'000u);
    rest /= 10'000u;
  }
  for (auto small = static_cast<std::uint64_t>(rest); small > 0; small /= 10'000)
    digits[static_cast<std::size_t>(count++)] = static_cast<std::int16_t>(small % 10'000);
  auto const behind = (scale + 3) / 4;  // how many of the digits are
  while (count > 0 && digits[static_cast<std::size_t>(count - 1)] == 0) --count;
  std::array<std::byte, 8 + 2 * 16> bytes{};
  auto* at = put(bytes.data(), static_cast<std::int16_t>(count));
  at = put(at, static_cast<std::int16_t>(count > 0 ? count - behind - 1 : 0));
  at = put(at, static_cast<std::uint16_t>(negative && count > 0 ? 0x4000 : 0));
  at = put(at, static_cast<std::int16_t>(scale));
  for (auto digit = count; digit > 0; --digit) at = put(at, digits[static_cast<std::size_t>(digit - 1)]);
  into.append(reinterpret_cast<char const*>(bytes.data()), static_cast<std::size_t>(at - bytes.data()));
}

}  // namespace oar::postgresql
