#pragma once
// Types from and to text: Arrow's format strings and names for people.

#include <oar/type.hpp>

#include <algorithm>
#include <array>

namespace oar {

namespace detail {

struct SimpleFormat {
  std::string_view format;
  Kind kind;
  std::string_view name;
};

inline constexpr auto simple_formats = std::to_array<SimpleFormat>({
    {"n", Kind::null, "null"},
    {"b", Kind::boolean, "bool"},
    {"c", Kind::int8, "int8"},
    {"s", Kind::int16, "int16"},
    {"i", Kind::int32, "int32"},
    {"l", Kind::int64, "int64"},
    {"C", Kind::uint8, "uint8"},
    {"S", Kind::uint16, "uint16"},
    {"I", Kind::uint32, "uint32"},
    {"L", Kind::uint64, "uint64"},
    {"f", Kind::float32, "float32"},
    {"g", Kind::float64, "float64"},
    {"u", Kind::text, "text"},
    {"U", Kind::large_text, "large_text"},
    {"z", Kind::binary, "binary"},
    {"Z", Kind::large_binary, "large_binary"},
    {"tdD", Kind::date32, "date"},
    {"+l", Kind::list, "list"},
    {"+L", Kind::large_list, "large_list"},
    {"+s", Kind::structure, "struct"},
    {"+m", Kind::map, "map"},
});

inline bool read_number(std::string_view& text, std::int32_t& into) {
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

inline bool read_unit(char c, Unit& into) {
  into = static_cast<Unit>(c);
  return c == 's' || c == 'm' || c == 'u' || c == 'n';
}

inline bool parse_decimal(std::string_view rest, Type& into) {
  if (!read_number(rest, into.precision) || !rest.starts_with(',')) return false;
  rest.remove_prefix(1);
  if (!read_number(rest, into.scale)) return false;
  auto const carried = into.precision >= 1 && into.precision <= 38 && into.scale >= -1000 && into.scale <= 1000;
  return carried && (rest.empty() || rest == ",128");
}

inline bool parse_time(std::string_view format, Type& into) {
  if (format.size() < 3 || !read_unit(format[2], into.unit)) return false;
  auto const coarse = into.unit == Unit::second || into.unit == Unit::milli;
  auto const rest = format.substr(3);
  switch (format[1]) {
    case 't':
      into.kind = coarse ? Kind::time32 : Kind::time64;
      return rest.empty();
    case 'D':
      into.kind = Kind::duration;
      return rest.empty();
    case 's':
      into.kind = Kind::timestamp;
      if (!rest.starts_with(':')) return false;
      into.zone = rest.substr(1);
      return true;
    default:
      return false;
  }
}

}  // namespace detail

inline Result<Type> parse_format(std::string_view format) {
  Type type;
  auto const simple = std::ranges::find(detail::simple_formats, format, &detail::SimpleFormat::format);
  if (simple != detail::simple_formats.end()) {
    type.kind = simple->kind;
    return type;
  }
  if (format.starts_with("d:")) {
    type.kind = Kind::decimal128;
    if (detail::parse_decimal(format.substr(2), type)) return type;
  } else if (format.starts_with("w:")) {
    type.kind = Kind::fixed_binary;
    auto rest = format.substr(2);
    if (detail::read_number(rest, type.width) && rest.empty() && type.width >= 0) return type;
  } else if (format.starts_with("t")) {
    if (detail::parse_time(format, type)) return type;
  }
  return Error::of(Errc::unsupported, "Arrow format '", format, "' is not among the types that Oarlock carries");
}

inline std::string describe(Type const& type) {
  auto const unit = type.unit == Unit::second ? std::string{"s"} : std::string(1, static_cast<char>(type.unit)) + "s";
  if (type.dictionary) {
    auto value = type;
    value.dictionary = false;
    return "dictionary<" + describe(value) + ">";
  }
  if (type.extension != Extension::none) return std::string{name_of(type.extension).substr(4)};
  switch (type.kind) {
    case Kind::decimal128:
      return "decimal(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ")";
    case Kind::fixed_binary:
      return "binary(" + std::to_string(type.width) + ")";
    case Kind::time32:
    case Kind::time64:
      return "time(" + unit + ")";
    case Kind::timestamp:
      return "timestamp(" + unit + (type.zone.empty() ? "" : ", " + type.zone) + ")";
    case Kind::duration:
      return "duration(" + unit + ")";
    case Kind::list:
    case Kind::large_list:
      return "list<" + describe(type.fields.at(0).type) + ">";
    case Kind::map:
      return "map<" + describe(type.fields.at(0).type) + ", " + describe(type.fields.at(1).type) + ">";
    case Kind::structure: {
      std::string members;
      for (auto const& field : type.fields)
        members += (members.empty() ? "" : ", ") + field.name + ": " + describe(field.type);
      return "struct<" + members + ">";
    }
    default:
      return std::string{std::ranges::find(detail::simple_formats, type.kind, &detail::SimpleFormat::kind)->name};
  }
}

}  // namespace oar
