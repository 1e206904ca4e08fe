#include "plugins/postgresql/source/discover.hpp"

#include <oar/glob.hpp>

#include <algorithm>
#include <set>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/source/table_names.hpp"

namespace oar::postgresql::source {
namespace {

// Not offered: partitions (their root is), what belongs to an extension, temporary tables, and what Oarlock keeps for
// itself in a database that is a destination too.
constexpr char select_relations[] = R"sql(
SELECT c.oid, n.nspname, c.relname, c.relkind, COALESCE(m.amname = 'heap', false), c.relhassubclass,
       c.reltuples::pg_catalog.int8, COALESCE(pg_catalog.obj_description(c.oid, 'pg_class'), '')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND c.relname !~ '^_oar_'
  AND ($1::pg_catalog.text[] = '{}' OR n.nspname = ANY ($1::pg_catalog.text[]))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname, c.relname)sql";

constexpr char select_columns[] = R"sql(
SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attndims, a.attnotnull,
       pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
         AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
       COALESCE(pg_catalog.col_description(a.attrelid, a.attnum), ''),
       pg_catalog.format_type(a.atttypid, NULL)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid = ANY ($1::pg_catalog.oid[])
ORDER BY a.attrelid, a.attnum)sql";

constexpr char select_keys[] = R"sql(
SELECT i.indrelid, a.attname
FROM pg_catalog.pg_index i
CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indisprimary AND i.indisvalid AND k.place <= i.indnkeyatts AND i.indrelid = ANY ($1::pg_catalog.oid[])
ORDER BY i.indrelid, k.place)sql";

std::string array_of(std::vector<std::string> const& texts) {
  std::string out{"{"};
  for (auto const& text : texts) {
    if (out.size() > 1) out += ',';
    out += '"';
    for (auto const c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out += '}';
}

bool any_matches(std::vector<std::string> const& patterns, std::string_view name) {
  return std::ranges::any_of(patterns, [&](auto const& pattern) { return glob_matches(pattern, name); });
}

class Discovery {
 public:
  Discovery(Connection& connection, SourceConfig const& config, Host host)
      : connection_{connection}, config_{config}, host_{host} {}

  Result<Relations> run() {
    OAR_TRY(check_schemas());
    types_ = OAR_TRY(ServerTypes::load(connection_));
    auto const encoding = OAR_TRY(connection_.ask("SHOW server_encoding", "read its encoding"));
    check_utf8_ = encoding.text(0, 0) == "SQL_ASCII";
    OAR_TRY(find_relations());
    OAR_TRY(find_columns());
    OAR_TRY(find_keys());
    std::erase_if(relations_, [](Relation const& relation) { return relation.columns.empty(); });
    OAR_TRY(find_cursors());
    if (!forbidden_.empty()) host_.warn("no permission to read: ", forbidden_);
    return std::move(relations_);
  }

 private:
  Result<void> check_schemas() {
    if (config_.schemas.empty()) return {};
    auto const list = array_of(config_.schemas);
    Param const params[] = {list};
    auto const missing = OAR_TRY(
        connection_.ask("SELECT s FROM pg_catalog.unnest($1::pg_catalog.text[]) s WHERE NOT EXISTS (SELECT FROM "
                        "pg_catalog.pg_namespace n WHERE n.nspname = s)",
                        params, "find its schemas"));
    if (missing.rows() == 0) return {};
    return Error::of(Errc::config, "schemas: ", connection_.place(), " has no schema '", missing.text(0, 0), "'");
  }

  Result<void> find_relations() {
    auto const list = array_of(config_.schemas);
    Param const params[] = {list};
    auto const found = OAR_TRY(connection_.ask(select_relations, params, "find its tables"));
    for (int row = 0; row < found.rows(); ++row) {
      Relation relation{.oid = static_cast<Oid>(found.number(row, 0)),
                        .schema = std::string{found.text(row, 1)},
                        .name = std::string{found.text(row, 2)},
                        .kind = static_cast<RelationKind>(found.text(row, 3).front()),
                        .heap = found.truth(row, 4),
                        .rows = found.number(row, 6)};
      relation.has_children = relation.kind != RelationKind::partitioned && found.truth(row, 5);
      relation.table =
          Table{table_name(relation.schema, relation.name, config_.qualify_public), std::string{found.text(row, 7)}};
      place_of_[relation.oid] = relations_.size();
      oids_ += (oids_.empty() ? "{" : ",") + std::to_string(relation.oid);
      relations_.push_back(std::move(relation));
    }
    oids_ += oids_.empty() ? "{}" : "}";
    return {};
  }

  Relation& relation(Answer const& answer, int row) {
    return relations_[place_of_.at(static_cast<Oid>(answer.number(row, 0)))];
  }

  Result<void> find_columns() {
    Param const params[] = {oids_};
    auto const found = OAR_TRY(connection_.ask(select_columns, params, "find its columns"));
    for (int row = 0; row < found.rows(); ++row) {
      auto& into = relation(found, row);
      std::string const name{found.text(row, 1)};
      if (!found.truth(row, 6)) {
        forbidden_.append(forbidden_.empty() ? "" : ", ").append(into.table.name()).append(".").append(name);
        continue;
      }
      TypeUse const use{static_cast<Oid>(found.number(row, 2)), static_cast<std::int32_t>(found.number(row, 3)),
                        static_cast<std::int32_t>(found.number(row, 4))};
      TypeWishes const wishes{any_matches(config_.as_text, into.table.name() + "." + name), check_utf8_};
      auto plan = plan_column(types_, use, wishes);
      // A foreign table's word is not checked by anybody; nor a parent's for its children.
      auto const never_null = found.truth(row, 5) && into.kind != RelationKind::foreign && !into.has_children;
      auto add = never_null ? &Table::required : &Table::column;
      (into.table.*add)(name, plan.decoder.type, std::string{found.text(row, 7)});
      into.columns.push_back({name, std::string{found.text(row, 8)}, std::move(plan)});
    }
    return {};
  }

  // A parent's key says nothing of its children's rows.
  Result<void> find_keys() {
    Param const params[] = {oids_};
    auto const found = OAR_TRY(connection_.ask(select_keys, params, "find its keys"));
    std::map<Oid, std::vector<std::string>> keys;
    for (int row = 0; row < found.rows(); ++row)
      keys[static_cast<Oid>(found.number(row, 0))].emplace_back(found.text(row, 1));
    for (auto const& [oid, key] : keys) {
      auto& into = relations_[place_of_.at(oid)];
      auto const readable =
          std::ranges::all_of(key, [&](auto const& name) { return into.table.index_of(name).has_value(); });
      if (readable && !into.has_children) into.table.key(key);
    }
    return {};
  }

  // A table's own name goes before patterns; of several patterns the first one in the order of the alphabet counts.
  Result<void> find_cursors() {
    for (auto const& entry : config_.incremental) {
      auto const named = std::ranges::find(relations_, entry.first, [](auto const& one) { return one.table.name(); });
      auto const used = named != relations_.end() ? OAR_TRY(name_cursor(*named, entry)) : match_cursors(entry);
      if (!used) return Error::of(Errc::config, "incremental/", entry.first, ": matches no table");
    }
    return {};
  }

  using Entry = std::pair<std::string const, std::string>;

  static Result<bool> name_cursor(Relation& relation, Entry const& entry) {
    if (!relation.table.index_of(entry.second))
      return Error::of(Errc::config, "incremental/", entry.first, ": the table has no column '", entry.second, "'");
    relation.cursor_column = entry.second;
    relation.table.incremental({entry.second});
    return true;
  }

  // Tables without that column are read full.
  bool match_cursors(Entry const& entry) {
    bool used = false;
    for (auto& relation : relations_) {
      if (!glob_matches(entry.first, relation.table.name()) || !relation.table.index_of(entry.second)) continue;
      used = true;
      if (!relation.cursor_column) (void)name_cursor(relation, entry);
    }
    return used;
  }

  Connection& connection_;
  SourceConfig const& config_;
  Host host_;
  ServerTypes types_;
  bool check_utf8_ = false;
  Relations relations_;
  std::map<Oid, std::size_t> place_of_;
  std::string oids_;  // as the text of an array
  std::string forbidden_;
};

}  // namespace

Result<Relations> discover(Connection& connection, SourceConfig const& config, Host host) {
  return Discovery{connection, config, host}.run();
}

}  // namespace oar::postgresql::source
