#include "plugins/postgresql/source/server_types.hpp"

namespace oar::postgresql::source {
namespace {

// Rows of tables are types as well; only those that something uses count.
constexpr char select_types[] = R"sql(
SELECT t.oid, t.typtype, t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0, t.typelem, t.typbasetype,
       t.typtypmod, t.typndims
FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE c.oid IS NULL OR c.relkind = 'c' OR t.oid IN (SELECT atttypid FROM pg_catalog.pg_attribute)
   OR t.typarray IN (SELECT atttypid FROM pg_catalog.pg_attribute))sql";

constexpr char select_fields[] = R"sql(
SELECT t.oid, a.attname, a.atttypid, a.atttypmod, a.attndims
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE t.typtype = 'c' AND (c.relkind = 'c' OR t.oid IN (SELECT atttypid FROM pg_catalog.pg_attribute)
                           OR t.typarray IN (SELECT atttypid FROM pg_catalog.pg_attribute))
ORDER BY t.oid, a.attnum)sql";

ServerType::Kind kind_of(std::string_view letter, bool is_array) {
  if (is_array) return ServerType::Kind::array;
  if (letter == "b") return ServerType::Kind::base;
  if (letter == "c") return ServerType::Kind::composite;
  if (letter == "d") return ServerType::Kind::domain;
  if (letter == "e") return ServerType::Kind::enumeration;
  return ServerType::Kind::other;
}

}  // namespace

Result<ServerTypes> ServerTypes::load(Connection& connection) {
  ServerTypes out;
  auto const types = OAR_TRY(connection.ask(select_types, "read its types"));
  for (int row = 0; row < types.rows(); ++row) {
    ServerType type{.kind = kind_of(types.text(row, 1), types.truth(row, 2))};
    if (type.kind == ServerType::Kind::array) type.inner = {static_cast<Oid>(types.number(row, 3))};
    if (type.kind == ServerType::Kind::domain)
      type.inner = {static_cast<Oid>(types.number(row, 4)), static_cast<std::int32_t>(types.number(row, 5)),
                    static_cast<std::int32_t>(types.number(row, 6))};
    out.types.emplace(static_cast<Oid>(types.number(row, 0)), std::move(type));
  }
  auto const fields = OAR_TRY(connection.ask(select_fields, "read its types"));
  for (int row = 0; row < fields.rows(); ++row)
    out.types[static_cast<Oid>(fields.number(row, 0))].fields.push_back(
        {std::string{fields.text(row, 1)},
         {static_cast<Oid>(fields.number(row, 2)), static_cast<std::int32_t>(fields.number(row, 3)),
          static_cast<std::int32_t>(fields.number(row, 4))}});
  return out;
}

ServerType const& ServerTypes::of(Oid type) const {
  static auto const& unknown = *new ServerType{.kind = ServerType::Kind::other};
  auto const found = types.find(type);
  return found == types.end() ? unknown : found->second;
}

TypeUse ServerTypes::base_of(TypeUse use) const {
  for (auto const* type = &of(use.type); type->kind == ServerType::Kind::domain; type = &of(use.type)) {
    auto const modifier = type->inner.modifier >= 0 ? type->inner.modifier : use.modifier;
    auto const dimensions = type->inner.dimensions > 0 ? type->inner.dimensions : use.dimensions;
    use = {type->inner.type, modifier, dimensions};
  }
  return use;
}

}  // namespace oar::postgresql::source
