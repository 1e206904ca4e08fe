#include "plugins/sqlite/types.hpp"

#include <algorithm>
#include <array>

namespace oar::sqlite {
namespace {

constexpr std::string_view unsigned_type = "U64_BLOB";

std::string upper(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

std::string text_type(Extension extension) {
  switch (extension) {
    case Extension::json:
      return "JSON_TEXT";
    case Extension::inet:
      return "INET_TEXT";
    case Extension::mac:
      return "MAC_TEXT";
    case Extension::uuid:
      return "UUID_TEXT";
    case Extension::none:
      break;
  }
  return "TEXT";
}

// Nanoseconds are spelled with nine digits, so that they sort apart from coarser ones.
std::string timed(std::string name, Unit unit) { return name + (unit == Unit::nano ? "_NS_TEXT" : "_TEXT"); }

std::string interval(Unit unit) {
  switch (unit) {
    case Unit::second:
      return "INTERVAL_S";
    case Unit::milli:
      return "INTERVAL_MS";
    case Unit::micro:
      return "INTERVAL_US";
    case Unit::nano:
      break;
  }
  return "INTERVAL_NS";
}

// The names that declared_type gives: under these a column's exact type is known.
bool is_ours(std::string_view declared) {
  static constexpr auto names = std::to_array<std::string_view>({"INTEGER",
                                                                 "U64_BLOB",
                                                                 "BOOLEAN",
                                                                 "REAL",
                                                                 "DECIMAL_TEXT",
                                                                 "TEXT",
                                                                 "BLOB",
                                                                 "UUID_TEXT",
                                                                 "JSON_TEXT",
                                                                 "INET_TEXT",
                                                                 "MAC_TEXT",
                                                                 "DATE_TEXT",
                                                                 "TIME_TEXT",
                                                                 "TIME_NS_TEXT",
                                                                 "TIMESTAMP_TEXT",
                                                                 "TIMESTAMP_NS_TEXT",
                                                                 "TIMESTAMPTZ_TEXT",
                                                                 "TIMESTAMPTZ_NS_TEXT",
                                                                 "INTERVAL_S",
                                                                 "INTERVAL_MS",
                                                                 "INTERVAL_US",
                                                                 "INTERVAL_NS"});
  return std::ranges::find(names, declared) != names.end();
}

// Columns of tables that somebody else made: affinity alone must keep the value.
bool keeps_exactly(Affinity affinity, std::string_view wanted) {
  switch (affinity) {
    case Affinity::blob:
      return true;
    case Affinity::text:
      return affinity_of(wanted) == Affinity::text;
    case Affinity::real:
      return wanted == "REAL";
    case Affinity::integer:
    case Affinity::numeric:
      return wanted == "INTEGER" || wanted == "BOOLEAN";
  }
  return false;
}

}  // namespace

std::string declared_type(Type const& type) {
  switch (type.kind) {
    case Kind::null:
      return "";
    case Kind::boolean:
      return "BOOLEAN";
    case Kind::uint64:
      return std::string{unsigned_type};
    case Kind::float32:
    case Kind::float64:
      return "REAL";
    case Kind::decimal128:
      return "DECIMAL_TEXT";
    case Kind::text:
    case Kind::large_text:
      return text_type(type.extension);
    case Kind::binary:
    case Kind::large_binary:
      return "BLOB";
    case Kind::fixed_binary:
      return type.extension == Extension::uuid ? "UUID_TEXT" : "BLOB";
    case Kind::date32:
      return "DATE_TEXT";
    case Kind::time32:
    case Kind::time64:
      return timed("TIME", type.unit);
    case Kind::timestamp:
      return timed(type.zone.empty() ? "TIMESTAMP" : "TIMESTAMPTZ", type.unit);
    case Kind::duration:
      return interval(type.unit);
    case Kind::list:
    case Kind::large_list:
    case Kind::structure:
    case Kind::map:
      return "JSON_TEXT";
    default:
      return "INTEGER";
  }
}

Affinity affinity_of(std::string_view declared) {
  auto const name = upper(declared);
  auto const has = [&](char const* part) { return name.find(part) != name.npos; };
  if (has("INT")) return Affinity::integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::text;
  if (name.empty() || has("BLOB")) return Affinity::blob;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::real;
  return Affinity::numeric;
}

bool takes(std::string_view declared, Type const& wanted) {
  auto const wanted_type = declared_type(wanted);
  auto const have = upper(declared);
  if (have == wanted_type || have.empty() || wanted_type.empty()) return true;
  auto const texts = affinity_of(have) == Affinity::text && affinity_of(wanted_type) == Affinity::text;
  if (texts && (have == "TEXT" || wanted_type == "TEXT")) return true;
  return !is_ours(have) && keeps_exactly(affinity_of(have), wanted_type);
}

}  // namespace oar::sqlite
