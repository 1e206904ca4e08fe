#include "plugins/postgresql/source/measure.hpp"

#include <algorithm>

namespace oar::postgresql::source {
namespace {

// A table that somebody has locked cannot be measured: then what the server last counted must do.
struct Sizes {
  char const* own;
  char const* all;
};
constexpr Sizes measured{"pg_catalog.pg_relation_size(c.oid)", "pg_catalog.pg_table_size(c.oid)"};
constexpr Sizes remembered{"c.relpages * pg_catalog.current_setting('block_size')::pg_catalog.int8",
                           "c.relpages * pg_catalog.current_setting('block_size')::pg_catalog.int8"};

std::string sizes_sql(Sizes const& sizes) {
  return std::string{", COALESCE("} + sizes.own + ", 0), COALESCE(" + sizes.all +
         ", 0), COALESCE(pg_catalog.pg_relation_filenode(c.oid), 0), c.reltuples::pg_catalog.int8, "
         "pg_catalog.current_setting('block_size')::pg_catalog.int8 ";
}

std::string tables_sql(Sizes const& sizes, std::string const& oids) {
  return "SELECT c.oid" + sizes_sql(sizes) +
         "FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'm') AND c.oid = ANY ('{" + oids +
         "}'::pg_catalog.oid[])";
}

std::string parts_sql(Sizes const& sizes, std::string const& oids) {
  return "SELECT c.oid" + sizes_sql(sizes) +
         R"sql(, root.oid, n.nspname, c.relname, COALESCE(m.amname = 'heap', false),
       pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
         AND NOT pg_catalog.row_security_active(root.oid) AND NOT pg_catalog.row_security_active(c.oid)
FROM pg_catalog.unnest('{)sql" +
         oids + R"sql(}'::pg_catalog.oid[]) AS root (oid)
CROSS JOIN LATERAL pg_catalog.pg_partition_tree(root.oid) AS t
JOIN pg_catalog.pg_class c ON c.oid = t.relid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE t.isleaf AND c.relkind <> 'p'
ORDER BY root.oid, c.oid)sql";
}

Measure read_measure(Answer const& answer, int row) {
  auto const own = static_cast<std::uint64_t>(std::max<std::int64_t>(0, answer.number(row, 1)));
  auto const all = static_cast<std::uint64_t>(std::max<std::int64_t>(0, answer.number(row, 2)));
  auto const block = static_cast<std::uint64_t>(answer.number(row, 5));
  Measure out{.blocks = own / block,
              .block_bytes = block,
              .file = std::string{answer.text(row, 3)},
              .rows = answer.number(row, 4)};
  if (out.blocks > 0) out.block_bytes = std::max(block, all / out.blocks);
  if (out.rows < 0 || (out.rows == 0 && out.blocks > 0)) out.rows = -1;
  return out;
}

Result<Answer> asked(Snapshot& snapshot, std::string (*sql)(Sizes const&, std::string const&),
                     std::string const& oids) {
  constexpr std::string_view doing = "measure tables";
  auto answer = snapshot.try_asking(sql(measured, oids), doing);
  if (answer || answer.error().code() != Errc::timeout) return answer;
  return snapshot.try_asking(sql(remembered, oids), doing);
}

std::string oids_of(std::vector<Relation const*> const& relations, bool partitioned) {
  std::string out;
  for (auto const* relation : relations)
    if ((relation->kind == RelationKind::partitioned) == partitioned)
      out.append(out.empty() ? "" : ",").append(std::to_string(relation->oid));
  return out;
}

}  // namespace

Result<Measures> measure(Snapshot& snapshot, std::vector<Relation const*> const& relations) {
  Measures out;
  if (auto const oids = oids_of(relations, false); !oids.empty()) {
    auto const tables = OAR_TRY(asked(snapshot, tables_sql, oids));
    for (int row = 0; row < tables.rows(); ++row)
      out.tables[static_cast<Oid>(tables.number(row, 0))] = read_measure(tables, row);
  }
  if (auto const oids = oids_of(relations, true); !oids.empty()) {
    auto const parts = OAR_TRY(asked(snapshot, parts_sql, oids));
    for (int row = 0; row < parts.rows(); ++row)
      out.parts[static_cast<Oid>(parts.number(row, 6))].push_back(
          {static_cast<Oid>(parts.number(row, 0)), std::string{parts.text(row, 7)}, std::string{parts.text(row, 8)},
           parts.truth(row, 9), parts.truth(row, 10), read_measure(parts, row)});
  }
  return out;
}

}  // namespace oar::postgresql::source
