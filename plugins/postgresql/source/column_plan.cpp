#include "plugins/postgresql/source/column_plan.hpp"

#include <algorithm>
#include <array>

namespace oar::postgresql::source {
namespace {

// Oids of types that every server has. Source: src/include/catalog/pg_type.dat
namespace builtin {
constexpr Oid boolean = 16, bytea = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25, oid = 26, xid = 28,
              cid = 29, json = 114, float4 = 700, float8 = 701, macaddr = 829, inet = 869, cidr = 650, bpchar = 1042,
              varchar = 1043, date = 1082, time = 1083, timestamp = 1114, timestamptz = 1184, numeric = 1700,
              uuid = 2950, jsonb = 3802, xid8 = 5069;
}

struct Known {
  Oid oid;
  How how;
  std::int32_t width;
  Type type;
};

std::array<Known, 22> const& known_types() {
  static auto const& all = *new std::array<Known, 22>{{
      {builtin::boolean, How::boolean, 1, Type::boolean},
      {builtin::int2, How::int16, 2, Type::int16},
      {builtin::int4, How::int32, 4, Type::int32},
      {builtin::int8, How::int64, 8, Type::int64},
      {builtin::float4, How::int32, 4, Type::float32},
      {builtin::float8, How::int64, 8, Type::float64},
      {builtin::oid, How::int32, 4, Type::uint32},
      {builtin::xid, How::int32, 4, Type::uint32},
      {builtin::cid, How::int32, 4, Type::uint32},
      {builtin::xid8, How::int64, 8, Type::uint64},
      {builtin::text, How::text, 0, Type::text},
      {builtin::varchar, How::text, 0, Type::text},
      {builtin::bpchar, How::text, 0, Type::text},
      {builtin::name, How::text, 0, Type::text},
      {builtin::bytea, How::text, 0, Type::binary},
      {builtin::json, How::text, 0, Type::json},
      {builtin::jsonb, How::jsonb, 0, Type::json},
      {builtin::uuid, How::text, 16, Type::uuid},
      {builtin::macaddr, How::mac, 6, Type::mac},
      {builtin::date, How::date, 4, Type::date},
      {builtin::time, How::int64, 8, Type::time},
      {builtin::timestamp, How::timestamp, 8, Type::local_timestamp},
  }};
  return all;
}

// Source: src/backend/utils/adt/numeric.c, make_numeric_typmod(); PostgreSQL 15 and later have negative scales.
Decoder numeric_decoder(std::int32_t modifier) {
  if (modifier < 4) return {.how = How::numeric_text, .type = Type::text};
  auto precision = ((modifier - 4) >> 16) & 0xffff;
  auto scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (scale < 0) {
    precision -= scale;
    scale = 0;
  }
  precision = std::max(precision, scale);
  if (precision > 38) return {.how = How::numeric_text, .type = Type::text};
  return {.how = How::decimal, .type = Type::decimal(precision, scale)};
}

std::optional<Decoder> native(ServerTypes const& types, TypeUse use, TypeWishes wishes, int depth);

std::optional<Decoder> list_decoder(ServerTypes const& types, TypeUse item, TypeWishes wishes, int depth) {
  auto inner = native(types, item, wishes, depth + 1);
  if (!inner) return std::nullopt;
  auto type = Type::list(inner->type);
  return Decoder{.how = How::list, .type = std::move(type), .inner = {*std::move(inner)}};
}

std::optional<Decoder> record_decoder(ServerTypes const& types, ServerType const& composite, TypeWishes wishes,
                                      int depth) {
  if (composite.fields.empty()) return std::nullopt;
  Decoder decoder{.how = How::record};
  std::vector<Field> fields;
  for (auto const& field : composite.fields) {
    if (field.use.dimensions > 1) return std::nullopt;
    auto inner = native(types, field.use, wishes, depth + 1);
    if (!inner) return std::nullopt;
    fields.push_back({field.name, inner->type});
    decoder.inner.push_back(*std::move(inner));
  }
  decoder.type = Type::structure(std::move(fields));
  return decoder;
}

Decoder text_decoder(TypeWishes wishes) {
  return {.how = How::text, .type = Type::text, .check_utf8 = wishes.check_utf8};
}

std::optional<Decoder> base_decoder(Oid oid, std::int32_t modifier, TypeWishes wishes) {
  if (oid == builtin::numeric) return numeric_decoder(modifier);
  if (oid == builtin::inet || oid == builtin::cidr) return Decoder{.how = How::inet, .type = Type::inet};
  if (oid == builtin::timestamptz) return Decoder{.how = How::timestamp, .width = 8, .type = Type::timestamp};
  auto const known = std::ranges::find(known_types(), oid, &Known::oid);
  if (known == known_types().end()) return std::nullopt;
  Decoder decoder{.how = known->how, .width = known->width, .type = known->type};
  decoder.check_utf8 = wishes.check_utf8 && decoder.type.kind == Kind::text;
  return decoder;
}

// Nothing: the type has only its text here.
std::optional<Decoder> native(ServerTypes const& types, TypeUse use, TypeWishes wishes, int depth) {
  static constexpr int deepest = 16;
  if (depth > deepest) return std::nullopt;
  use = types.base_of(use);
  auto const& type = types.of(use.type);
  switch (type.kind) {
    case ServerType::Kind::enumeration:
      return text_decoder(wishes);
    case ServerType::Kind::array:
      if (use.dimensions > 1) return std::nullopt;
      return list_decoder(types, {type.inner.type, use.modifier}, wishes, depth);
    case ServerType::Kind::composite:
      return record_decoder(types, type, wishes, depth);
    case ServerType::Kind::base:
      return base_decoder(use.type, use.modifier, wishes);
    default:
      return std::nullopt;
  }
}

bool is_array_of(ServerTypes const& types, TypeUse use, ServerType::Kind kind) {
  auto const& type = types.of(use.type);
  return type.kind == ServerType::Kind::array && types.of(types.base_of(type.inner).type).kind == kind;
}

}  // namespace

ColumnPlan plan_column(ServerTypes const& types, TypeUse use, TypeWishes wishes) {
  use = types.base_of(use);
  if (wishes.as_text) return {ColumnPlan::Asked::as_text, text_decoder(wishes), {}};
  if (auto decoder = native(types, use, wishes, 0)) return {ColumnPlan::Asked::plain, *std::move(decoder), use};
  auto const& type = types.of(use.type);
  auto const nested = type.kind == ServerType::Kind::composite || use.dimensions > 1 ||
                      is_array_of(types, use, ServerType::Kind::composite);
  if (nested)
    return {ColumnPlan::Asked::as_json, {.how = How::text, .type = Type::json, .check_utf8 = wishes.check_utf8}, {}};
  if (type.kind == ServerType::Kind::array) {
    auto item = text_decoder(wishes);
    auto list = Type::list(item.type);
    return {ColumnPlan::Asked::as_texts, {.how = How::list, .type = std::move(list), .inner = {std::move(item)}}, {}};
  }
  return {ColumnPlan::Asked::as_text, text_decoder(wishes), {}};
}

std::string asked_sql(ColumnPlan const& plan, std::string const& quoted_name) {
  switch (plan.asked) {
    case ColumnPlan::Asked::plain:
      return quoted_name;
    case ColumnPlan::Asked::as_text:
      return quoted_name + "::pg_catalog.text";
    case ColumnPlan::Asked::as_texts:
      return quoted_name + "::pg_catalog.text[]";
    case ColumnPlan::Asked::as_json:
      return "pg_catalog.to_json(" + quoted_name + ")";
  }
  return quoted_name;
}

}  // namespace oar::postgresql::source
