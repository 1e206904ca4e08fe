#pragma once
// From a described C++ type to the type of a column: the one place where the two are matched.

#include <oar/type.hpp>
#include <oar/value.hpp>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace oar {

// A struct that BOOST_DESCRIBE_STRUCT names the members of.
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

template <class T>
std::vector<Field> fields_of();

// The column type of a C++ type. A type that is not here has no column.
template <class T>
struct ColumnType;

#define OAR_COLUMN_TYPE(cpp, type)     \
  template <>                          \
  struct ColumnType<cpp> {             \
    static Type get() { return type; } \
  }
OAR_COLUMN_TYPE(bool, Type::boolean);
OAR_COLUMN_TYPE(std::int8_t, Type::int8);
OAR_COLUMN_TYPE(std::int16_t, Type::int16);
OAR_COLUMN_TYPE(std::int32_t, Type::int32);
OAR_COLUMN_TYPE(std::int64_t, Type::int64);
OAR_COLUMN_TYPE(std::uint8_t, Type::uint8);
OAR_COLUMN_TYPE(std::uint16_t, Type::uint16);
OAR_COLUMN_TYPE(std::uint32_t, Type::uint32);
OAR_COLUMN_TYPE(std::uint64_t, Type::uint64);
OAR_COLUMN_TYPE(float, Type::float32);
OAR_COLUMN_TYPE(double, Type::float64);
OAR_COLUMN_TYPE(std::string, Type::text);
OAR_COLUMN_TYPE(std::string_view, Type::text);
OAR_COLUMN_TYPE(Bytes, Type::binary);
OAR_COLUMN_TYPE(Uuid, Type::uuid);
OAR_COLUMN_TYPE(Json, Type::json);
OAR_COLUMN_TYPE(Inet, Type::inet);
OAR_COLUMN_TYPE(Mac, Type::mac);
OAR_COLUMN_TYPE(Date, Type::date);
OAR_COLUMN_TYPE(TimeOfDay, Type::time);
OAR_COLUMN_TYPE(Timestamp, Type::timestamp);
OAR_COLUMN_TYPE(LocalTimestamp, Type::local_timestamp);
OAR_COLUMN_TYPE(Duration, Type::duration);
#undef OAR_COLUMN_TYPE

template <class T>
struct ColumnType<std::optional<T>> {
  static Type get() { return ColumnType<T>::get(); }
};
template <class T>
struct ColumnType<std::vector<T>> {
  static Type get() { return Type::list(ColumnType<T>::get()); }
};
template <class K, class V>
struct ColumnType<std::map<K, V>> {
  static Type get() { return Type::map(ColumnType<K>::get(), ColumnType<V>::get()); }
};
template <Described T>
struct ColumnType<T> {
  static Type get() { return Type::structure(fields_of<T>()); }
};

namespace detail {
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
}  // namespace detail

template <class T>
std::vector<Field> fields_of() {
  std::vector<Field> fields;
  boost::mp11::mp_for_each<members_of<T>>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    fields.push_back({member.name, ColumnType<Member>::get(), detail::is_optional<Member>});
  });
  return fields;
}

}  // namespace oar
