#pragma once
// Which native type a column gets, and what a column that exists can take exactly, or after it was widened.

#include <oar/type.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace oar::postgresql {

// A form of values in binary COPY.
enum class Wire : std::uint8_t {
  none,  // a type that this plugin does not write
  boolean,
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  text,
  bytea,
  date,
  time,
  timestamp,
  timestamptz,
  interval,
  uuid,
  json,
  jsonb,
  inet,
  macaddr,
};

struct Native {
  Wire wire = Wire::none;      // of a list: its items'
  bool list = false;           // an array of one dimension
  std::int32_t precision = 0;  // of numeric; 0 = any
  std::int32_t scale = 0;
  std::int32_t length = 0;  // of varchar: characters; 0 = any

  bool operator==(Native const&) const = default;
};

// The README's table. Of the null type: text.
Native native_of(Type const& type);
// "numeric(12,2)", "bigint[]"
std::string sql_of(Native const& native);
// Of a column that exists, by the object id of its type (a domain's base) and its modifier.
// Source: pg_type.dat of PostgreSQL, whose ids of built-in types never change.
Native native_of(std::uint32_t type, std::int32_t modifier);
// The object id of a list's items.
std::uint32_t oid_of(Wire wire);

// Every value of the type goes into the column as it is.
bool takes(Native const& column, Type const& type);
// ALTER COLUMN ... TYPE keeps all that a column holds, and the type's values go in then.
bool widens(Native const& column, Type const& type);

}  // namespace oar::postgresql
