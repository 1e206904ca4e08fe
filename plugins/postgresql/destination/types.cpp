#include "plugins/postgresql/destination/types.hpp"

#include <algorithm>
#include <array>

namespace oar::postgresql {
namespace {

struct Row {
  Wire wire;
  std::string_view sql;
  std::uint32_t oid;
  std::uint32_t list_oid;
};

constexpr auto natives = std::to_array<Row>({
    {Wire::boolean, "boolean", 16, 1000},
    {Wire::bytea, "bytea", 17, 1001},
    {Wire::int8, "bigint", 20, 1016},
    {Wire::int2, "smallint", 21, 1005},
    {Wire::int4, "integer", 23, 1007},
    {Wire::text, "text", 25, 1009},
    {Wire::json, "json", 114, 199},
    {Wire::float4, "real", 700, 1021},
    {Wire::float8, "double precision", 701, 1022},
    {Wire::macaddr, "macaddr", 829, 1040},
    {Wire::inet, "inet", 869, 1041},
    {Wire::text, "character varying", 1043, 1015},
    {Wire::date, "date", 1082, 1182},
    {Wire::time, "time without time zone", 1083, 1183},
    {Wire::timestamp, "timestamp without time zone", 1114, 1115},
    {Wire::timestamptz, "timestamp with time zone", 1184, 1185},
    {Wire::interval, "interval", 1186, 1187},
    {Wire::numeric, "numeric", 1700, 1231},
    {Wire::uuid, "uuid", 2950, 2951},
    {Wire::jsonb, "jsonb", 3802, 3807},
});

Row const& row_of(Wire wire) { return *std::ranges::find(natives, wire, &Row::wire); }

// numeric(p,s) of every server version has 0 <= s <= p.
Native numeric_of(Type const& type) {
  if (type.scale < 0) return {.wire = Wire::numeric, .precision = type.precision - type.scale};
  return {.wire = Wire::numeric, .precision = std::max({type.precision, type.scale, 1}), .scale = type.scale};
}

Native list_of(Type const& item) {
  auto native = native_of(item);
  // Lists within lists need not have equal lengths, which arrays of two dimensions must.
  auto const nested = native.list || !item.fields.empty() || native.wire == Wire::none;
  if (nested || item.kind == Kind::null) return {.wire = Wire::jsonb};
  native.list = true;
  return native;
}

int digits_of(Wire wire) { return wire == Wire::int2 ? 5 : wire == Wire::int4 ? 10 : 19; }
bool is_integer(Wire wire) { return wire == Wire::int2 || wire == Wire::int4 || wire == Wire::int8; }

bool holds_digits(Native const& column, int before_the_point, int behind) {
  return column.precision == 0 || (column.precision - column.scale >= before_the_point && column.scale >= behind);
}

// Every value of `narrow` is one of `wide`.
bool holds(Native const& wide, Native const& narrow) {
  if (wide.list != narrow.list) return false;
  if (wide.wire == Wire::numeric) {
    if (narrow.wire == Wire::numeric)
      return wide.precision == 0 ||
             (narrow.precision > 0 && holds_digits(wide, narrow.precision - narrow.scale, narrow.scale));
    return is_integer(narrow.wire) && holds_digits(wide, digits_of(narrow.wire), 0);
  }
  if (wide.wire == narrow.wire) return true;
  switch (wide.wire) {
    case Wire::int4:
      return narrow.wire == Wire::int2;
    case Wire::int8:
      return narrow.wire == Wire::int2 || narrow.wire == Wire::int4;
    case Wire::float8:
      return narrow.wire == Wire::float4;
    case Wire::timestamp:
      return narrow.wire == Wire::date;
    default:
      return false;
  }
}

}  // namespace

Native native_of(Type const& type) {
  auto const nano = type.unit == Unit::nano;
  switch (type.kind) {
    case Kind::null:
      return {.wire = Wire::text};
    case Kind::boolean:
      return {.wire = Wire::boolean};
    case Kind::int8:
    case Kind::int16:
    case Kind::uint8:
      return {.wire = Wire::int2};
    case Kind::int32:
    case Kind::uint16:
      return {.wire = Wire::int4};
    case Kind::int64:
    case Kind::uint32:
      return {.wire = Wire::int8};
    case Kind::uint64:
      return {.wire = Wire::numeric, .precision = 20};
    case Kind::float32:
      return {.wire = Wire::float4};
    case Kind::float64:
      return {.wire = Wire::float8};
    case Kind::decimal128:
      return numeric_of(type);
    case Kind::text:
    case Kind::large_text:
      if (type.extension == Extension::json) return {.wire = Wire::jsonb};
      if (type.extension == Extension::inet) return {.wire = Wire::inet};
      if (type.extension == Extension::mac) return {.wire = Wire::macaddr};
      return {.wire = Wire::text};
    case Kind::binary:
    case Kind::large_binary:
      return {.wire = Wire::bytea};
    case Kind::fixed_binary:
      return {.wire = type.extension == Extension::uuid && type.width == 16 ? Wire::uuid : Wire::bytea};
    case Kind::date32:
      return {.wire = Wire::date};
    case Kind::time32:
    case Kind::time64:
      return {.wire = nano ? Wire::text : Wire::time};
    case Kind::timestamp:
      return {.wire = nano ? Wire::text : type.zone.empty() ? Wire::timestamp : Wire::timestamptz};
    case Kind::duration:
      return {.wire = nano ? Wire::int8 : Wire::interval};
    case Kind::list:
    case Kind::large_list:
      return list_of(type.fields.front().type);
    case Kind::structure:
    case Kind::map:
      return {.wire = Wire::jsonb};
  }
  return {};
}

std::string sql_of(Native const& native) {
  std::string sql{row_of(native.wire).sql};
  if (native.wire == Wire::numeric && native.precision > 0)
    sql.append("(")
        .append(std::to_string(native.precision))
        .append(",")
        .append(std::to_string(native.scale))
        .append(")");
  if (native.length > 0) sql = "character varying(" + std::to_string(native.length) + ")";
  return native.list ? sql + "[]" : sql;
}

Native native_of(std::uint32_t type, std::int32_t modifier) {
  auto const found =
      std::ranges::find_if(natives, [&](Row const& row) { return row.oid == type || row.list_oid == type; });
  if (found == natives.end()) return {};
  Native native{.wire = found->wire, .list = found->list_oid == type};
  // Both are stored with the 4 bytes of a length word added.
  if (found->wire == Wire::numeric && modifier >= 4) {
    native.precision = (modifier - 4) >> 16 & 0xffff;
    native.scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  }
  if (found->oid == 1043 && modifier >= 4) native.length = modifier - 4;
  // time(3) and the like would round.
  auto const timed = found->wire == Wire::time || found->wire == Wire::timestamp || found->wire == Wire::timestamptz;
  if (timed && modifier >= 0 && modifier < 6) return {};
  if (found->wire == Wire::interval && modifier != -1) return {};
  return native;
}

std::uint32_t oid_of(Wire wire) { return row_of(wire).oid; }

bool takes(Native const& column, Type const& type) {
  auto const wanted = native_of(type);
  if (column.wire == Wire::none) return false;
  if (type.kind == Kind::null) return true;
  if (holds(column, wanted)) return true;
  if (column.list || wanted.list) return false;
  return wanted.wire == Wire::jsonb && (column.wire == Wire::json || column.wire == Wire::text);
}

bool widens(Native const& column, Type const& type) {
  auto const wanted = native_of(type);
  return column.wire != Wire::none && !column.list && !(column == wanted) && holds(wanted, column);
}

}  // namespace oar::postgresql
