#include "plugins/postgresql/destination/stale.hpp"

#include <oar/provenance.hpp>

#include <array>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/table_shape.hpp"

namespace oar::postgresql {
namespace {

// What every statement here says about its rows; parameters: 1 source, 2 scope, 3 microseconds since 1970.
struct Terms {
  std::string table;
  std::string in_scope;
  std::string stale;
  std::string mark;
  bool has_mark = false;
  bool has_rows = false;  // the table and its columns are there
};

// Exact, where a number of seconds in floating point would not be.
std::string moment(std::string const& micros) {
  return "TIMESTAMPTZ 'epoch' + (" + micros + "::bigint / 1000000) * INTERVAL '1 second' + (" + micros +
         "::bigint % 1000000) * INTERVAL '1 microsecond'";
}

Result<Terms> terms_of(Connection& connection, StalePlace const& place, Layout const& layout, StaleRows const& rows) {
  auto const& table = layout.table;
  auto const ours = provenance_of(table);
  if (!ours)
    return Error::of(Errc::unsupported, "table ", table.name(),
                     " has no columns _oar_source, _oar_scope and _oar_sync_time, by which stale rows are found; "
                     "provenance: none leaves them out");
  auto const shape = OAR_TRY(read_shape(connection, place.schema, fitted(table.name())));
  auto const column = [&](std::size_t at) { return fitted(table.columns()[at].name); };
  Terms terms{.table = qualified(place.schema, fitted(table.name())), .mark = quoted(fitted(ours->deleted_at()))};
  terms.has_rows = shape && shape->column(column(ours->source)) && shape->column(column(ours->scope)) &&
                   shape->column(column(ours->sync_time));
  terms.has_mark = shape && shape->column(fitted(ours->deleted_at()));
  terms.in_scope = quoted(column(ours->source)) + " = $1 AND " + quoted(column(ours->scope)) + " = $2";
  if (rows.mark && terms.has_mark) terms.in_scope += " AND " + terms.mark + " IS NULL";
  terms.stale = quoted(column(ours->sync_time)) + (rows.exact ? " = " : " < ") + moment("$3");
  return terms;
}

Result<Answer> ask(Connection& connection, StalePlace const& place, StaleRows const& rows, std::string const& sql,
                   std::string const& doing) {
  auto const before = std::to_string(rows.before_us);
  auto const params = std::to_array<Param>({place.source, rows.scope, before});
  return connection.ask(sql, params, doing);
}

Result<StaleCount> count(Connection& connection, StalePlace const& place, Terms const& terms, StaleRows const& rows) {
  if (!terms.has_rows) return StaleCount{};
  auto const sql =
      "SELECT count(*), count(*) FILTER (WHERE " + terms.stale + ") FROM " + terms.table + " WHERE " + terms.in_scope;
  auto const answer = OAR_TRY(ask(connection, place, rows, sql, "count stale rows of " + terms.table));
  return StaleCount{.stale = static_cast<std::uint64_t>(answer.number(0, 1)),
                    .all = static_cast<std::uint64_t>(answer.number(0, 0))};
}

}  // namespace

Result<StaleCount> count_stale(Connection& connection, StalePlace const& place, Layout const& layout,
                               StaleRows const& rows) {
  auto const terms = OAR_TRY(terms_of(connection, place, layout, rows));
  return count(connection, place, terms, rows);
}

Result<StaleCount> delete_stale(Connection& connection, StalePlace const& place, Layout const& layout,
                                StaleRows const& rows) {
  auto const terms = OAR_TRY(terms_of(connection, place, layout, rows));
  auto const counted = OAR_TRY(count(connection, place, terms, rows));
  if (counted.stale == 0) return counted;
  auto const where = " WHERE " + terms.in_scope + " AND " + terms.stale;
  auto const doing = "delete stale rows of " + terms.table;
  if (!rows.mark) {
    OAR_TRY(ask(connection, place, rows, "DELETE FROM " + terms.table + where, doing));
    return counted;
  }
  if (!terms.has_mark)
    OAR_TRY(connection.run("ALTER TABLE " + terms.table + " ADD COLUMN IF NOT EXISTS " + terms.mark + " timestamptz",
                           "add the column for marks to " + terms.table));
  auto const now = moment(std::to_string(place.sync_time_us));
  OAR_TRY(ask(connection, place, rows, "UPDATE " + terms.table + " SET " + terms.mark + " = " + now + where, doing));
  return counted;
}

}  // namespace oar::postgresql
