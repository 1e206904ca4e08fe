#pragma once
// Appends a C++ value to a column: exactly, where the types are known to match, or by looking at the column's type.

#include <oar/column.hpp>
#include <oar/describe.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <utility>

namespace oar {

// ---- known types: T is the C++ type that the column was derived from, so nothing is looked up per value ----

template <class T>
requires std::integral<T> || std::floating_point<T>
void append_exactly(Column& column, T value) {
  if constexpr (std::same_as<T, bool>)
    column.append_bool(value);
  else
    column.append(value);
}

inline void append_exactly(Column& column, std::string_view value) { column.append_bytes(value); }
inline void append_exactly(Column& column, Bytes const& value) { column.append_bytes(value.data); }
inline void append_exactly(Column& column, Json const& value) { column.append_bytes(value.text); }
inline void append_exactly(Column& column, Inet const& value) { column.append_bytes(value.text); }
inline void append_exactly(Column& column, Mac const& value) { column.append_bytes(value.text); }
inline void append_exactly(Column& column, Uuid const& value) {
  column.append_bytes({reinterpret_cast<char const*>(value.bytes.data()), value.bytes.size()});
}
inline void append_exactly(Column& column, Date value) { column.append(value.days); }
inline void append_exactly(Column& column, TimeOfDay value) { column.append(value.micros); }
inline void append_exactly(Column& column, Timestamp value) { column.append(value.micros); }
inline void append_exactly(Column& column, LocalTimestamp value) { column.append(value.micros); }
inline void append_exactly(Column& column, Duration value) { column.append(value.micros); }
inline void append_exactly(Column& column, Decimal value) { column.append(value); }

template <class T>
void append_exactly(Column& column, std::optional<T> const& value);
template <class T>
void append_exactly(Column& column, std::vector<T> const& values);
template <class K, class V>
void append_exactly(Column& column, std::map<K, V> const& values);
template <Described T>
void append_exactly(Column& column, T const& value);

template <class T>
void append_exactly(Column& column, std::optional<T> const& value) {
  if (value)
    append_exactly(column, *value);
  else
    column.append_null();
}

template <class T>
void append_exactly(Column& column, std::vector<T> const& values) {
  for (auto const& value : values) append_exactly(column.child(0), value);
  column.close_list();
}

template <class K, class V>
void append_exactly(Column& column, std::map<K, V> const& values) {
  for (auto const& [key, value] : values) {
    append_exactly(column.child(0), key);
    append_exactly(column.child(1), value);
  }
  column.close_map();
}

template <Described T>
void append_exactly(Column& column, T const& value) {
  std::size_t i = 0;
  boost::mp11::mp_for_each<members_of<T>>(
      [&](auto member) { append_exactly(column.child(i++), value.*member.pointer); });
  column.close_struct();
}

// ---- looked up: for row(a, b, c), where an int literal goes into whatever width the column has ----

namespace detail {

// Is the value there whole in the other type? Between floats it may be rounded, but not become infinite.
template <class Stored, class T>
bool fits(T value) {
  if constexpr (std::integral<T> && std::integral<Stored>) {
    return std::in_range<Stored>(value);
  } else if constexpr (std::integral<Stored>) {
    return false;  // 2.5 is no integer; who means one says so
  } else if constexpr (std::integral<T>) {
    constexpr auto exact = std::int64_t{1} << std::numeric_limits<Stored>::digits;
    return std::cmp_less_equal(value, exact) && std::cmp_greater_equal(value, -exact);
  } else {
    return !std::isfinite(value) || std::abs(value) <= static_cast<T>(std::numeric_limits<Stored>::max()) ||
           sizeof(T) <= sizeof(Stored);
  }
}

template <class Stored, class T>
bool append_number(Column& column, T value) {
  if (!fits<Stored>(value)) return false;
  column.append(static_cast<Stored>(value));
  return true;
}

// The same bytes mean the same value: names, descriptions and extensions over one storage do not matter.
inline bool same_storage(Type const& a, Type const& b) {
  auto const same_fields = [](Field const& x, Field const& y) { return same_storage(x.type, y.type); };
  return a.kind == b.kind && a.dictionary == b.dictionary && a.unit == b.unit && a.width == b.width &&
         a.zone.empty() == b.zone.empty() && std::ranges::equal(a.fields, b.fields, same_fields);
}

// Does the unscaled value have at most that many digits?
inline bool fits_digits(Decimal value, std::int32_t precision) {
  __extension__ using Wide = unsigned __int128;
  auto wide = static_cast<Wide>(static_cast<std::uint64_t>(value.high)) << 64 | value.low;
  if (value.high < 0) wide = ~wide + 1;
  std::int32_t digits = 0;
  for (; wide != 0; wide /= 10) ++digits;
  return digits <= precision;
}

}  // namespace detail

// False when the value does not fit the column: the row is wrong, nothing was appended.
template <class T>
requires(std::integral<T> || std::floating_point<T>) &&
    (!std::same_as<T, bool>)bool append_value(Column& column, T value) {
  if (column.type().dictionary) return false;
  switch (column.type().kind) {
    case Kind::int8:
      return detail::append_number<std::int8_t>(column, value);
    case Kind::int16:
      return detail::append_number<std::int16_t>(column, value);
    case Kind::int32:
    case Kind::date32:
    case Kind::time32:
      return detail::append_number<std::int32_t>(column, value);
    case Kind::int64:
    case Kind::time64:
    case Kind::timestamp:
    case Kind::duration:
      return detail::append_number<std::int64_t>(column, value);
    case Kind::uint8:
      return detail::append_number<std::uint8_t>(column, value);
    case Kind::uint16:
      return detail::append_number<std::uint16_t>(column, value);
    case Kind::uint32:
      return detail::append_number<std::uint32_t>(column, value);
    case Kind::uint64:
      return detail::append_number<std::uint64_t>(column, value);
    case Kind::float32:
      return detail::append_number<float>(column, value);
    case Kind::float64:
      return detail::append_number<double>(column, value);
    default:
      return false;
  }
}

inline bool append_value(Column& column, bool value) {
  if (column.type().kind != Kind::boolean || column.type().dictionary) return false;
  column.append_bool(value);
  return true;
}

inline bool append_value(Column& column, std::string_view value) {
  auto const& type = column.type();
  auto const fits = detail::is_bytes(type.kind) ||
                    (type.kind == Kind::fixed_binary && value.size() == static_cast<std::size_t>(type.width));
  if (fits) column.append_bytes(value);
  return fits;
}
inline bool append_value(Column& column, std::string const& value) {
  return append_value(column, std::string_view{value});
}
inline bool append_value(Column& column, char const* value) { return append_value(column, std::string_view{value}); }

// The scale is the column's.
inline bool append_value(Column& column, Decimal value) {
  auto const& type = column.type();
  if (type.kind != Kind::decimal128 || type.dictionary || !detail::fits_digits(value, type.precision)) return false;
  column.append(value);
  return true;
}

inline bool append_value(Column& column, std::nullptr_t) {
  column.append_null();
  return true;
}

// Everything else fits only the column type that it stands for, down to units and members.
template <class T>
requires requires {
  ColumnType<T>::get();
} &&(!std::integral<T>)&&(!std::floating_point<T>)&&(!std::convertible_to<T, std::string_view>)&&(
    !detail::is_optional<T>)bool append_value(Column& column, T const& value) {
  static auto const& wanted = *new Type{ColumnType<T>::get()};  // never destroyed: rows may be built at exit
  if (!detail::same_storage(column.type(), wanted)) return false;
  append_exactly(column, value);
  return true;
}

template <class T>
bool append_value(Column& column, std::optional<T> const& value) {
  return value ? append_value(column, *value) : append_value(column, nullptr);
}

}  // namespace oar
