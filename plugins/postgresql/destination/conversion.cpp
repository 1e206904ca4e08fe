#include "plugins/postgresql/destination/conversion.hpp"

#include <algorithm>
#include <array>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/types.hpp"

namespace oar::postgresql {
namespace {

// "{}" stands for the old value, "{p}" for a one with as many zeros as the new numeric has digits before its point,
// "{s}" for its digits behind. What cannot be cast raises an error, so conditions look before they cast.
struct ConversionRule {
  Wire from;
  Wire to;
  std::string_view value;
  std::string_view lossless;
};

constexpr std::string_view as_it_is = "{}";
constexpr std::string_view as_text = "{}::text";
constexpr std::string_view in_int2 = "{} BETWEEN -32768 AND 32767";
constexpr std::string_view in_int4 = "{} BETWEEN -2147483648 AND 2147483647";
constexpr std::string_view exact_in_float4 = "{} BETWEEN -16777216 AND 16777216";
constexpr std::string_view exact_in_float8 = "{} BETWEEN -9007199254740992 AND 9007199254740992";
constexpr std::string_view whole_int2 = "{} = trunc({}) AND {} BETWEEN -32768 AND 32767";
constexpr std::string_view whole_int4 = "{} = trunc({}) AND {} BETWEEN -2147483648 AND 2147483647";
constexpr std::string_view whole_int8 = "{} = trunc({}) AND {} BETWEEN -9223372036854775808 AND 9223372036854775807";
constexpr std::string_view whole_and_exact = "{} = trunc({}) AND {} BETWEEN -9007199254740992 AND 9007199254740992";
constexpr std::string_view digits_int2 =
    "CASE WHEN {} ~ '^(0|-?[1-9][0-9]{0,4})$' THEN {}::integer BETWEEN -32768 AND 32767 ELSE false END";
constexpr std::string_view digits_int4 =
    "CASE WHEN {} ~ '^(0|-?[1-9][0-9]{0,9})$' THEN {}::bigint BETWEEN -2147483648 AND 2147483647 ELSE false END";
constexpr std::string_view digits_int8 =
    "CASE WHEN {} ~ '^(0|-?[1-9][0-9]{0,18})$' "
    "THEN {}::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 ELSE false END";
constexpr std::string_view digits_numeric =
    "CASE WHEN {} ~ '^-?(0|[1-9][0-9]{0,37})([.][0-9]{1,37})?$' "
    "THEN abs({}::numeric) < {p} AND scale({}::numeric) <= {s} ELSE false END";
constexpr std::string_view short_fraction = "CASE WHEN {} ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?$' ";
constexpr std::string_view fits_numeric = "abs({}) < {p} AND scale(trim_scale({})) <= {s}";
// A float becomes a numeric with 15 digits.
constexpr std::string_view few_digits =
    "CASE WHEN abs({}) < 1e15 THEN {}::numeric::float8 = {} AND abs({}::numeric) < {p} AND scale({}::numeric) <= {s} "
    "ELSE false END";
constexpr std::string_view back_from_float8 =
    "CASE WHEN abs({}) < 1e15 AND scale({}) <= 15 THEN {}::float8::numeric = {} ELSE false END";
constexpr std::string_view back_from_float4 =
    "CASE WHEN abs({}) < 1e15 AND scale({}) <= 15 THEN {}::float4::numeric = {} ELSE false END";
constexpr std::string_view back_from_half =
    "CASE WHEN {} = 0 OR abs({}) BETWEEN 1e-30 AND 1e38 THEN {}::float4::float8 = {} "
    "ELSE {} IN ('NaN', 'Infinity', '-Infinity') END";

constexpr auto conversion_rules = std::to_array<ConversionRule>({
    {Wire::boolean, Wire::int2, "{}::integer", ""},
    {Wire::boolean, Wire::int4, "{}::integer", ""},
    {Wire::boolean, Wire::int8, "{}::integer", ""},
    {Wire::boolean, Wire::text, as_text, ""},
    {Wire::int2, Wire::boolean, "{} <> 0", "{} IN (0, 1)"},
    {Wire::int4, Wire::boolean, "{} <> 0", "{} IN (0, 1)"},
    {Wire::int8, Wire::boolean, "{} <> 0", "{} IN (0, 1)"},
    {Wire::int4, Wire::int2, as_it_is, in_int2},
    {Wire::int8, Wire::int2, as_it_is, in_int2},
    {Wire::int8, Wire::int4, as_it_is, in_int4},
    {Wire::int2, Wire::float4, as_it_is, ""},
    {Wire::int4, Wire::float4, as_it_is, exact_in_float4},
    {Wire::int8, Wire::float4, as_it_is, exact_in_float4},
    {Wire::int2, Wire::float8, as_it_is, ""},
    {Wire::int4, Wire::float8, as_it_is, ""},
    {Wire::int8, Wire::float8, as_it_is, exact_in_float8},
    {Wire::int2, Wire::numeric, as_it_is, "abs({}::numeric) < {p}"},
    {Wire::int4, Wire::numeric, as_it_is, "abs({}::numeric) < {p}"},
    {Wire::int8, Wire::numeric, as_it_is, "abs({}::numeric) < {p}"},
    {Wire::int2, Wire::text, as_text, ""},
    {Wire::int4, Wire::text, as_text, ""},
    {Wire::int8, Wire::text, as_text, ""},
    {Wire::numeric, Wire::int2, as_it_is, whole_int2},
    {Wire::numeric, Wire::int4, as_it_is, whole_int4},
    {Wire::numeric, Wire::int8, as_it_is, whole_int8},
    {Wire::numeric, Wire::numeric, as_it_is, fits_numeric},
    {Wire::numeric, Wire::float4, as_it_is, back_from_float4},
    {Wire::numeric, Wire::float8, as_it_is, back_from_float8},
    {Wire::numeric, Wire::text, as_text, ""},
    {Wire::float4, Wire::int2, as_it_is, whole_int2},
    {Wire::float4, Wire::int4, as_it_is, whole_int4},
    {Wire::float4, Wire::int8, as_it_is, whole_and_exact},
    {Wire::float4, Wire::numeric, "{}::numeric", few_digits},
    {Wire::float4, Wire::text, as_text, ""},
    {Wire::float8, Wire::int2, as_it_is, whole_int2},
    {Wire::float8, Wire::int4, as_it_is, whole_int4},
    {Wire::float8, Wire::int8, as_it_is, whole_and_exact},
    {Wire::float8, Wire::float4, as_it_is, back_from_half},
    {Wire::float8, Wire::numeric, "{}::numeric", few_digits},
    {Wire::float8, Wire::text, as_text, ""},
    {Wire::date, Wire::timestamp, as_it_is, "{} <= '294276-12-31' OR {} = 'infinity'"},
    {Wire::text, Wire::boolean, "{}::boolean", "{} IN ('true', 'false')"},
    {Wire::text, Wire::int2, "{}::bigint", digits_int2},
    {Wire::text, Wire::int4, "{}::bigint", digits_int4},
    {Wire::text, Wire::int8, "{}::bigint", digits_int8},
    {Wire::text, Wire::numeric, "{}::numeric", digits_numeric},
    {Wire::text, Wire::uuid, "{}::uuid", "{} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"},
    {Wire::uuid, Wire::text, as_text, ""},
    {Wire::macaddr, Wire::text, as_text, ""},
    {Wire::json, Wire::text, as_text, ""},
    {Wire::jsonb, Wire::text, as_text, ""},
    {Wire::json, Wire::jsonb, "{}::jsonb", "position('\\u0000' IN {}::text) = 0"},
});

// Texts with nine digits behind the second, as nanoseconds are stored.
constexpr std::string_view iso = "'YYYY-MM-DD\"T\"HH24:MI:SS.US'";
constexpr std::string_view within_iso = "{} BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'";

std::optional<Conversion> to_nanos(Wire from, Type const& wanted, std::string const& value) {
  auto const wire_of = [&](Type type) {
    type.unit = Unit::micro;
    return native_of(type).wire;
  };
  if (wanted.kind == Kind::time64 && from == Wire::time)
    return Conversion{"to_char(" + value + ", 'HH24:MI:SS.US') || '000'"};
  if (wanted.kind != Kind::timestamp || from != wire_of(wanted)) return std::nullopt;
  auto const zoned = from == Wire::timestamptz;
  auto const moment = zoned ? value + " AT TIME ZONE 'UTC'" : value;
  Conversion out{"to_char(" + moment + ", " + std::string{iso} + ") || '000" + (zoned ? "Z'" : "'")};
  out.lossless = (zoned ? "(" + moment + ")" : value) + std::string{within_iso.substr(2)};
  return out;
}

struct Placeholder {
  std::string_view mark;
  std::string value;
};

std::string filled_in(std::string_view pattern, std::string const& value, Native const& wanted) {
  auto const before_the_point = std::max(wanted.precision - wanted.scale, 0);
  Placeholder const places[] = {
      {"{}", value},
      {"{p}", "1" + std::string(static_cast<std::size_t>(before_the_point), '0') + "::numeric"},
      {"{s}", std::to_string(wanted.scale)}};
  std::string out;
  while (!pattern.empty()) {
    auto const* const place =
        std::ranges::find_if(places, [&](Placeholder const& each) { return pattern.starts_with(each.mark); });
    if (place == std::end(places)) {
      out += pattern.front();
      pattern.remove_prefix(1);
    } else {
      out += place->value;
      pattern.remove_prefix(place->mark.size());
    }
  }
  return out;
}

bool holds_as_it_is(Native const& have, Native const& wanted, Type const& type) {
  if (have.wire == Wire::date && wanted.wire == Wire::timestamp) return false;  // it begins earlier and ends later
  if (have == wanted || widens(have, type)) return true;
  return have.wire == wanted.wire && have.list == wanted.list && have.wire != Wire::numeric && wanted.length == 0;
}

}  // namespace

std::optional<Conversion> conversion(ColumnShape const& column, Type const& wanted) {
  auto const name = quoted(column.name);
  auto const& have = column.native;
  auto const to = native_of(wanted);
  auto const nanos = to.wire == Wire::text && (wanted.kind == Kind::timestamp || wanted.kind == Kind::time64);
  if (have.wire == Wire::none)  // enums, geometry, ...: the server's own text says all
    return to.wire == Wire::text && !to.list && !nanos ? std::optional{Conversion{name + "::text"}} : std::nullopt;
  if (nanos && have.wire != Wire::text && !have.list) return to_nanos(have.wire, wanted, name);
  if (holds_as_it_is(have, to, wanted)) return Conversion{name};
  if (have.list || to.list) return std::nullopt;
  if (have.wire == Wire::text && to.wire == Wire::float8)
    return Conversion{name + "::float8", filled_in(short_fraction, name, to) + "THEN " + name +
                                             "::float8::text = " + name + " ELSE false END"};
  auto const rule = std::ranges::find_if(
      conversion_rules, [&](ConversionRule const& each) { return each.from == have.wire && each.to == to.wire; });
  if (rule == conversion_rules.end()) return std::nullopt;
  return Conversion{filled_in(rule->value, name, to), filled_in(rule->lossless, name, to)};
}

}  // namespace oar::postgresql
