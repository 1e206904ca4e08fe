#pragma once
// The types of columns, and how Arrow's C data interface spells them.

#include <oar/abi/message.h>
#include <oar/result.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oar {

enum class Kind : std::uint8_t {
  null,
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64,
  decimal128,
  text,
  large_text,
  binary,
  large_binary,
  fixed_binary,
  date32,
  time32,
  time64,
  timestamp,
  duration,
  list,
  large_list,
  structure,
  map,
};

enum class Unit : char { second = 's', milli = 'm', micro = 'u', nano = 'n' };

enum class Extension : std::uint8_t { none, uuid, json, inet, mac };

struct Field;

struct Type {
  Kind kind = Kind::null;
  Extension extension = Extension::none;
  Unit unit = Unit::micro;     // of time32, time64, timestamp, duration
  std::int32_t precision = 0;  // of decimal128: digits in all
  std::int32_t scale = 0;      // of decimal128: digits behind the point
  std::int32_t width = 0;      // of fixed_binary: bytes
  bool dictionary = false;     // values of this type, each kept once, behind int32 indices
  std::string zone = {};       // of timestamp; empty = a local time without zone
  std::vector<Field> fields;   // list: the item; struct: its members; map: key and value

  bool operator==(Type const&) const;

  static Type const boolean, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64;
  static Type const text, large_text, binary, uuid, json, inet, mac, date, time, timestamp, local_timestamp, duration,
      null;

  static Type decimal(std::int32_t precision, std::int32_t scale);
  static Type fixed_binary(std::int32_t width);
  static Type list(Type item);
  static Type structure(std::vector<Field> members);
  static Type map(Type key, Type value);
  static Type dictionary_of(Type value);
};

struct Field {
  std::string name;
  Type type;
  bool nullable = true;
  std::string description = {};

  bool operator==(Field const&) const;
};

// Spelled out: clang 14 crashes on two defaulted comparisons that need each other.
inline bool Type::operator==(Type const& other) const {
  return kind == other.kind && extension == other.extension && unit == other.unit && precision == other.precision &&
         scale == other.scale && width == other.width && dictionary == other.dictionary && zone == other.zone &&
         fields == other.fields;
}
inline bool Field::operator==(Field const& other) const {
  return name == other.name && type == other.type && nullable == other.nullable && description == other.description;
}

inline Type const Type::null{};
inline Type const Type::boolean{.kind = Kind::boolean};
inline Type const Type::int8{.kind = Kind::int8};
inline Type const Type::int16{.kind = Kind::int16};
inline Type const Type::int32{.kind = Kind::int32};
inline Type const Type::int64{.kind = Kind::int64};
inline Type const Type::uint8{.kind = Kind::uint8};
inline Type const Type::uint16{.kind = Kind::uint16};
inline Type const Type::uint32{.kind = Kind::uint32};
inline Type const Type::uint64{.kind = Kind::uint64};
inline Type const Type::float32{.kind = Kind::float32};
inline Type const Type::float64{.kind = Kind::float64};
inline Type const Type::text{.kind = Kind::text};
inline Type const Type::large_text{.kind = Kind::large_text};
inline Type const Type::binary{.kind = Kind::binary};
inline Type const Type::uuid{.kind = Kind::fixed_binary, .extension = Extension::uuid, .width = 16};
inline Type const Type::json{.kind = Kind::text, .extension = Extension::json};
inline Type const Type::inet{.kind = Kind::text, .extension = Extension::inet};
inline Type const Type::mac{.kind = Kind::text, .extension = Extension::mac};
inline Type const Type::date{.kind = Kind::date32};
inline Type const Type::time{.kind = Kind::time64};
inline Type const Type::timestamp{.kind = Kind::timestamp, .zone = "UTC"};
inline Type const Type::local_timestamp{.kind = Kind::timestamp};
inline Type const Type::duration{.kind = Kind::duration};

inline Type Type::decimal(std::int32_t precision, std::int32_t scale) {
  return {.kind = Kind::decimal128, .precision = precision, .scale = scale};
}
inline Type Type::fixed_binary(std::int32_t width) { return {.kind = Kind::fixed_binary, .width = width}; }
inline Type Type::list(Type item) { return {.kind = Kind::list, .fields = {Field{"item", std::move(item)}}}; }
inline Type Type::structure(std::vector<Field> members) {
  return {.kind = Kind::structure, .fields = std::move(members)};
}
inline Type Type::map(Type key, Type value) {
  return {.kind = Kind::map, .fields = {Field{"key", std::move(key), false}, Field{"value", std::move(value)}}};
}
inline Type Type::dictionary_of(Type value) {
  value.dictionary = true;
  return value;
}

// Arrow's format string of the type itself; of a dictionary, its values' ("i" is the indices').
inline std::string format_of(Type const& type) {
  auto const unit = std::string(1, static_cast<char>(type.unit));
  switch (type.kind) {
    case Kind::null:
      return "n";
    case Kind::boolean:
      return "b";
    case Kind::int8:
      return "c";
    case Kind::int16:
      return "s";
    case Kind::int32:
      return "i";
    case Kind::int64:
      return "l";
    case Kind::uint8:
      return "C";
    case Kind::uint16:
      return "S";
    case Kind::uint32:
      return "I";
    case Kind::uint64:
      return "L";
    case Kind::float32:
      return "f";
    case Kind::float64:
      return "g";
    case Kind::decimal128:
      return "d:" + std::to_string(type.precision) + "," + std::to_string(type.scale);
    case Kind::text:
      return "u";
    case Kind::large_text:
      return "U";
    case Kind::binary:
      return "z";
    case Kind::large_binary:
      return "Z";
    case Kind::fixed_binary:
      return "w:" + std::to_string(type.width);
    case Kind::date32:
      return "tdD";
    case Kind::time32:
    case Kind::time64:
      return "tt" + unit;
    case Kind::timestamp:
      return "ts" + unit + ":" + type.zone;
    case Kind::duration:
      return "tD" + unit;
    case Kind::list:
      return "+l";
    case Kind::large_list:
      return "+L";
    case Kind::structure:
      return "+s";
    case Kind::map:
      return "+m";
  }
  return "n";
}

inline std::string_view name_of(Extension extension) {
  switch (extension) {
    case Extension::none:
      return "";
    case Extension::uuid:
      return OAR_EXTENSION_UUID;
    case Extension::json:
      return OAR_EXTENSION_JSON;
    case Extension::inet:
      return OAR_EXTENSION_INET;
    case Extension::mac:
      return OAR_EXTENSION_MAC;
  }
  return "";
}

// A type's name for people: "timestamp(us, UTC)", "list<text>", "uuid".
std::string describe(Type const& type);

// The type that a format string names, without its children. Errc::unsupported for a format that Oarlock does not
// carry.
Result<Type> parse_format(std::string_view format);

}  // namespace oar

#include <oar/detail/type_text.hpp>
