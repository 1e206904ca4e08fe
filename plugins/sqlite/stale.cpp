#include "plugins/sqlite/stale.hpp"

#include <oar/json_text.hpp>
#include <oar/provenance.hpp>

#include "plugins/sqlite/names.hpp"
#include "plugins/sqlite/statement.hpp"
#include "plugins/sqlite/time_text.hpp"
#include "plugins/sqlite/types.hpp"

namespace oar::sqlite {
namespace {

// What every statement here says about its rows; parameters: 1 source, 2 scope, 3 time.
struct Terms {
  Provenance ours;
  std::string table;
  std::string in_scope;
  std::string stale;
  std::string before;
  std::string time_type;
  bool has_mark = false;
};

std::string time_text(Type const& type, std::int64_t micros) {
  std::string out;
  auto const scale = detail::per_second(type.unit);
  append_timestamp(out, scale > 1'000'000 ? micros * (scale / 1'000'000) : micros / (1'000'000 / scale), type);
  return out;
}

Result<Terms> terms_of(Session const& session, Layout const& layout, StaleRows const& rows) {
  auto const& table = layout.table;
  auto ours = provenance_of(table);
  if (!ours)
    return Error::of(Errc::unsupported, "table ", table.name(),
                     " has no columns _oar_source, _oar_scope and _oar_sync_time, by which stale rows are found; "
                     "provenance: none leaves them out");
  auto const& columns = table.columns();
  auto const& time = columns[ours->sync_time];
  Terms terms{.ours = *ours, .table = quoted(table.name())};
  terms.has_mark = has_column(session.connection, table.name(), ours->deleted_at());
  terms.in_scope = quoted(columns[ours->source].name) + " = ?1 AND " + quoted(columns[ours->scope].name) + " = ?2";
  if (rows.mark && terms.has_mark) terms.in_scope += " AND " + quoted(ours->deleted_at()) + " IS NULL";
  terms.stale = quoted(time.name) + (rows.exact ? " = ?3" : " < ?3");
  terms.before = time_text(time.type, rows.before_us);
  terms.time_type = declared_type(time.type);
  return terms;
}

void bind(Statement& statement, Session const& session, Terms const& terms, StaleRows const& rows) {
  statement.bind(1, std::string_view{session.options.source_name})
      .bind(2, std::string_view{rows.scope})
      .bind(3, std::string_view{terms.before});
}

Result<StaleCount> count(Session const& session, Terms const& terms, StaleRows const& rows) {
  auto const sql = "SELECT count(*), count(CASE WHEN " + terms.stale + " THEN 1 END) FROM " + terms.table + " WHERE " +
                   terms.in_scope;
  auto statement = OAR_TRY(Statement::prepare(session.connection, sql, "count stale rows of " + terms.table));
  bind(statement, session, terms, rows);
  OAR_TRY(statement.step());
  return StaleCount{.stale = static_cast<std::uint64_t>(statement.integer(1)),
                    .all = static_cast<std::uint64_t>(statement.integer(0))};
}

Result<void> change(Session const& session, Terms const& terms, StaleRows const& rows, std::string const& verb) {
  auto const sql = verb + " WHERE " + terms.in_scope + " AND " + terms.stale;
  auto statement = OAR_TRY(Statement::prepare(session.connection, sql, "delete stale rows of " + terms.table));
  bind(statement, session, terms, rows);
  return statement.run();
}

}  // namespace

Result<StaleCount> count_stale(Session const& session, Layout const& layout, StaleRows const& rows) {
  auto const terms = OAR_TRY(terms_of(session, layout, rows));
  if (!has_column(session.connection, layout.table.name(), layout.table.columns().front().name)) return StaleCount{};
  return count(session, terms, rows);
}

Result<StaleCount> delete_stale(Session const& session, Layout const& layout, StaleRows const& rows) {
  auto const terms = OAR_TRY(terms_of(session, layout, rows));
  auto const counted = OAR_TRY(count(session, terms, rows));
  if (counted.stale == 0) return counted;
  if (!rows.mark) {
    OAR_TRY(change(session, terms, rows, "DELETE FROM " + terms.table));
    return counted;
  }
  auto const mark = quoted(terms.ours.deleted_at());
  if (!terms.has_mark)
    OAR_TRY(session.connection.run("ALTER TABLE " + terms.table + " ADD COLUMN " + mark + " " + terms.time_type,
                                   "add the column for marks to " + terms.table));
  auto const& type = layout.table.columns()[terms.ours.sync_time].type;
  auto const now = "'" + time_text(type, session.options.sync_time_us) + "'";
  OAR_TRY(change(session, terms, rows, "UPDATE " + terms.table + " SET " + mark + " = " + now));
  return counted;
}

}  // namespace oar::sqlite
