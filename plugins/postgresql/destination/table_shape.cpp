#include "plugins/postgresql/destination/table_shape.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace oar::postgresql {
namespace {

constexpr char find_table[] = R"(
SELECT c.oid, c.relkind FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c', 'i', 'I')
)";
// A domain's base type may be a domain itself.
constexpr char list_columns[] = R"(
WITH RECURSIVE base(attnum, type, modifier) AS (
  SELECT attnum, atttypid, atttypmod FROM pg_catalog.pg_attribute
  WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT base.attnum, t.typbasetype, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE base.modifier END
  FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type WHERE t.typtype = 'd')
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), b.type, b.modifier, a.attnotnull,
       a.atthasdef OR a.attidentity <> '', a.attgenerated <> '' OR a.attidentity = 'a',
       pg_catalog.col_description(a.attrelid, a.attnum) IS NOT DISTINCT FROM $2
FROM pg_catalog.pg_attribute a
JOIN base b ON b.attnum = a.attnum
JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
)";
// What ON CONFLICT takes: whole, of plain columns, checked at once.
constexpr char list_keys[] = R"(
SELECT i.indexrelid, i.indisprimary, a.attname
FROM pg_catalog.pg_index i
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
  AND i.indexprs IS NULL AND k.position <= i.indnkeyatts
ORDER BY i.indexrelid, k.position
)";

constexpr char list_checks[] = R"(
SELECT c.oid, pg_catalog.pg_get_constraintdef(c.oid), a.attname
FROM pg_catalog.pg_constraint c
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
WHERE c.conrelid = $1::oid AND c.contype = 'c'
ORDER BY c.oid, a.attnum
)";

Result<void> read_columns(Connection& connection, std::string const& table, TableShape& shape) {
  auto const params = std::to_array<Param>({table, null_comment});
  auto const rows = OAR_TRY(connection.ask(list_columns, params, "look at table " + shape.name));
  for (int row = 0; row < rows.rows(); ++row) {
    auto const type = static_cast<std::uint32_t>(rows.number(row, 2));
    shape.columns.push_back({.name = std::string{rows.text(row, 0)},
                             .sql_type = std::string{rows.text(row, 1)},
                             .native = native_of(type, static_cast<std::int32_t>(rows.number(row, 3))),
                             .not_null = rows.truth(row, 4),
                             .fills_itself = rows.truth(row, 5),
                             .computed = rows.truth(row, 6),
                             .only_nulls = rows.truth(row, 7)});
  }
  return {};
}

Result<void> read_keys(Connection& connection, std::string const& table, TableShape& shape) {
  auto const params = std::to_array<Param>({table});
  auto const rows = OAR_TRY(connection.ask(list_keys, params, "look at the keys of table " + shape.name));
  std::string_view last;
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.text(row, 0) != last) shape.unique.emplace_back();
    last = rows.text(row, 0);
    shape.unique.back().emplace_back(rows.text(row, 2));
    if (rows.truth(row, 1)) shape.primary_key.emplace_back(rows.text(row, 2));
  }
  return {};
}

Result<void> read_checks(Connection& connection, std::string const& table, TableShape& shape) {
  auto const params = std::to_array<Param>({table});
  auto const rows = OAR_TRY(connection.ask(list_checks, params, "look at the constraints of table " + shape.name));
  std::string_view last;
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.text(row, 0) != last) shape.checks.push_back({std::string{rows.text(row, 1)}, {}});
    last = rows.text(row, 0);
    if (!rows.is_null(row, 2)) shape.checks.back().columns.emplace_back(rows.text(row, 2));
  }
  return {};
}

}  // namespace

ColumnShape const* TableShape::column(std::string_view wanted) const {
  auto const found = std::ranges::find(columns, wanted, &ColumnShape::name);
  return found == columns.end() ? nullptr : &*found;
}

Result<std::optional<TableShape>> read_shape(Connection& connection, std::string_view schema, std::string_view table) {
  auto const params = std::to_array<Param>({schema, table});
  auto const found = OAR_TRY(connection.ask(find_table, params, "look for table " + std::string{table}));
  if (found.rows() == 0) return std::optional<TableShape>{};
  TableShape shape{.name = std::string{table}, .kind = std::string{found.text(0, 1)}};
  std::string const id{found.text(0, 0)};
  OAR_TRY(read_columns(connection, id, shape));
  OAR_TRY(read_keys(connection, id, shape));
  OAR_TRY(read_checks(connection, id, shape));
  return std::optional{std::move(shape)};
}

}  // namespace oar::postgresql
