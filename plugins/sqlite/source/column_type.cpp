#include "plugins/sqlite/source/column_type.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "plugins/sqlite/types.hpp"

namespace oar::sqlite::source {
namespace {

Type in(Type type, Unit unit) {
  type.unit = unit;
  return type;
}

struct Known {
  std::string_view declared;
  Type type;
};

// What our own destination declares, and names that others use for the same; in upper case.
Type const* known_type(std::string_view declared) {
  static auto const* const known = new std::vector<Known>{
      {"BOOLEAN", Type::boolean},
      {"BOOL", Type::boolean},
      {"U64_BLOB", Type::uint64},
      {"UUID_TEXT", Type::uuid},
      {"UUID", Type::uuid},
      {"JSON_TEXT", Type::json},
      {"INET_TEXT", Type::inet},
      {"MAC_TEXT", Type::mac},
      {"DATE_TEXT", Type::date},
      {"DATE", Type::date},
      {"TIME_TEXT", Type::time},
      {"TIME_NS_TEXT", in(Type::time, Unit::nano)},
      {"TIMESTAMP_TEXT", Type::local_timestamp},
      {"TIMESTAMP_NS_TEXT", in(Type::local_timestamp, Unit::nano)},
      {"DATETIME", Type::local_timestamp},
      {"TIMESTAMP", Type::local_timestamp},
      {"TIMESTAMPTZ_TEXT", Type::timestamp},
      {"TIMESTAMPTZ_NS_TEXT", in(Type::timestamp, Unit::nano)},
      {"TIMESTAMPTZ", Type::timestamp},
      {"INTERVAL_S", in(Type::duration, Unit::second)},
      {"INTERVAL_MS", in(Type::duration, Unit::milli)},
      {"INTERVAL_US", in(Type::duration, Unit::micro)},
      {"INTERVAL_NS", in(Type::duration, Unit::nano)},
  };
  auto const found = std::ranges::find(*known, declared, &Known::declared);
  return found == known->end() ? nullptr : &found->type;
}

std::string normal(std::string_view declared) {
  std::string out;
  for (auto const c : declared)
    if (c != ' ' && c != '\t' && c != '\n') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

bool take_number(std::string_view& text, std::int32_t& into) {
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

// DECIMAL(10,2), NUMERIC(5)
bool read_decimal(std::string_view declared, Type& into) {
  if (!declared.starts_with("DECIMAL(") && !declared.starts_with("NUMERIC(")) return false;
  declared.remove_prefix(8);
  std::int32_t precision = 0, scale = 0;
  if (!take_number(declared, precision)) return false;
  if (declared.starts_with(',')) {
    declared.remove_prefix(1);
    if (!take_number(declared, scale)) return false;
  }
  if (declared != ")" || precision < 1 || precision > 38 || scale < 0 || scale > precision) return false;
  into = Type::decimal(precision, scale);
  return true;
}

}  // namespace

ReadType read_type(std::string_view declared) {
  auto const name = normal(declared);
  if (auto const* type = known_type(name)) return {*type};
  if (name == "DECIMAL_TEXT") return {.type = Type::decimal(38, 0), .scale_from_values = true};
  if (Type decimal; read_decimal(name, decimal)) return {decimal};
  switch (affinity_of(name)) {
    case Affinity::integer:
      return {Type::int64};
    case Affinity::real:
      return {Type::float64};
    case Affinity::text:
      return {Type::text, Stored::spelled};
    case Affinity::blob:
      if (!name.empty()) return {Type::binary};
      break;
    case Affinity::numeric:
      break;
  }
  return {Type::text, Stored::spelled};
}

}  // namespace oar::sqlite::source
