#include "plugins/sqlite/source/reader.hpp"

#include <oar/utf8.hpp>

#include <boost/json.hpp>

#include <algorithm>

#include "plugins/sqlite/names.hpp"

namespace oar::sqlite::source {
namespace {

// A full scan can go on from a row's number as long as its plan's moment lives.
struct FullPosition {
  std::string snapshot;
  std::int64_t rowid = 0;
};
BOOST_DESCRIBE_STRUCT(FullPosition, (), (snapshot, rowid))

constexpr std::int64_t rows_between_checkpoints = 100'000;

std::vector<std::string> columns_of(SourceTable const& table, Scope const& scope) {
  std::vector<std::string> names;
  auto const& key = table.table.primary_key();
  auto const has = [](std::vector<std::string> const& list, std::string const& name) {
    return std::ranges::find(list, name) != list.end();
  };
  for (auto const& field : table.table.columns())
    if (scope.columns.empty() || has(scope.columns, field.name) || has(key, field.name)) names.push_back(field.name);
  return names;
}

// A number or a row, for the reader of a reject.
json::value shown(sqlite3_stmt* statement, int at) {
  auto const bytes = [&] {
    auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, at));
    return std::string_view{data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
  };
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, at);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, at);
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_TEXT:
      if (auto const text = bytes(); is_utf8(text)) return json::value(json::string{text.data(), text.size()});
      [[fallthrough]];
    default:
      return json::value(std::to_string(bytes().size()) + " bytes that are no text");
  }
}

char const* stored_as(sqlite3_stmt* statement, int at) {
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return "an integer";
    case SQLITE_FLOAT:
      return "a real number";
    case SQLITE_TEXT:
      return "text";
    case SQLITE_BLOB:
      return "bytes";
    default:
      return "NULL";
  }
}

// What the cursor column may be stored as, so that SQLite's order is the values' order and no value stands in the way.
bool can_advance(sqlite3_stmt* statement, int at, Type const& type) {
  auto const stored = sqlite3_column_type(statement, at);
  switch (type.kind) {
    case Kind::int64:
    case Kind::duration:
      return stored == SQLITE_INTEGER;
    case Kind::uint64:
      return stored == SQLITE_INTEGER || stored == SQLITE_TEXT;
    case Kind::float64:
      return stored == SQLITE_INTEGER || stored == SQLITE_FLOAT;
    case Kind::binary:
      return stored == SQLITE_BLOB;
    default:
      return stored == SQLITE_TEXT;
  }
}

std::string order_by(SourceTable const& table) {
  if (table.cursor.empty()) return table.rowid;
  if (table.table.index_of(table.cursor)) return sqlite::quoted(table.cursor) + " COLLATE BINARY";
  return table.rowid;
}

}  // namespace

std::string select_rows(SourceTable const& table, std::vector<std::string> const& columns, std::string const& where,
                        bool resumed) {
  auto sql = "SELECT " + quoted_list(columns);
  auto const separator = columns.empty() ? "" : ", ";
  if (!table.rowid.empty()) sql += separator + table.rowid;
  if (!table.cursor.empty() && table.table.index_of(table.cursor)) sql += ", " + sqlite::quoted(table.cursor);
  sql += " FROM " + sqlite::quoted(table.table.name());
  auto const order = order_by(table);
  std::string conditions;
  if (resumed) conditions = order + (table.cursor.empty() ? " > ?1" : " >= ?1");
  if (!resumed && !table.cursor.empty()) conditions = order + " IS NOT NULL";
  // On a line of its own, so that a comment at its end ends there.
  if (!where.empty()) conditions += (conditions.empty() ? "(" : " AND (") + where + "\n)";
  if (!conditions.empty()) sql += " WHERE " + conditions;
  if (!order.empty()) sql += " ORDER BY " + order;
  return sql;
}

Result<std::unique_ptr<Reader>> TableScan::open(std::shared_ptr<Snapshot> snapshot,
                                                std::shared_ptr<SourceCatalog const> catalog, SourceTable const& table,
                                                Scope const& scope, Cursor const& from) {
  auto scan = std::make_unique<TableScan>(std::move(snapshot), std::move(catalog), table);
  OAR_TRY(scan->prepare(scope, from));
  return std::unique_ptr<Reader>{std::move(scan)};
}

TableScan::TableScan(std::shared_ptr<Snapshot> snapshot, std::shared_ptr<SourceCatalog const> catalog,
                     SourceTable const& table)
    : snapshot_{std::move(snapshot)}, catalog_{std::move(catalog)}, table_{table} {}

TableScan::~TableScan() {
  std::scoped_lock const lock{snapshot_->mutex()};  // SQLite's connection has one user at a time
  rows_.reset();
}

Result<void> TableScan::prepare(Scope const& scope, Cursor const& from) {
  std::scoped_lock const lock{snapshot_->mutex()};
  auto const names = columns_of(table_, scope);
  auto const& fields = table_.table.columns();
  auto const& key = table_.table.primary_key();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    auto const place = std::ranges::find(names, fields[i].name);
    auto const at = place == names.end() ? -1 : static_cast<int>(place - names.begin());
    parts_.push_back({take_of(table_.types[i]), at, std::ranges::find(key, fields[i].name) != key.end()});
  }
  cells_.resize(parts_.size());
  where_ = scope.where;
  values_ = static_cast<int>(names.size());
  number_at_ = table_.rowid.empty() ? -1 : values_;
  if (!table_.cursor.empty())
    cursor_at_ = table_.table.index_of(table_.cursor) ? values_ + (number_at_ < 0 ? 0 : 1) : number_at_;
  auto const sql = select_rows(table_, names, scope.where, !from.empty());
  rows_ = OAR_TRY(Statement::prepare(snapshot_->connection(), sql, "read table " + table_.table.name()));
  return resume(from);
}

Result<void> TableScan::resume(Cursor const& from) {
  if (!table_.cursor.empty()) {
    position_ = OAR_TRY(open_position(from, table_));
    if (auto const& start = position_->range().from) bind(*rows_, 1, *start);
    return {};
  }
  auto const position = OAR_TRY(from.value_or(FullPosition{}));
  if (from.empty()) return {};
  if (position.snapshot != snapshot_->id() || table_.rowid.empty())
    return Error::of(Errc::cursor_expired, "table ", table_.table.name(),
                     " is read from its start: what it held when "
                     "the earlier sync read it cannot be seen any more");
  rows_->bind(1, position.rowid);
  return {};
}

Result<More> TableScan::next(Output& out) {
  Snapshot::Turn const turn{*snapshot_, out.host(), cancelled_};
  if (!std::exchange(began_, true) && cursor_at_ >= 0) warn_of_nulls(out.host());
  auto& rows = out.to(std::size_t{0});
  auto more = More::yes;
  while (more == More::yes && !out.full()) {
    if (OAR_TRY(rows_->step()))
      OAR_TRY(row(out, rows));
    else
      more = More::no;
  }
  out.progress(done_, -1);
  if (more == More::no || since_checkpoint_ >= rows_between_checkpoints) checkpoint(out);
  return more;
}

Result<void> TableScan::row(Output& out, Rows& rows) {
  ++done_;
  ++since_checkpoint_;
  if (position_ && !OAR_TRY(take_position(out))) return {};
  if (!OAR_TRY(take_cells(out))) return {};
  auto const& fields = table_.table.columns();
  for (std::size_t i = 0; i < parts_.size(); ++i) add(cells_[i], fields[i].type, rows.column(i));
  rows.add_rows(1);
  return {};
}

// False: the row was read before, or stands where it cannot be told from others.
Result<bool> TableScan::take_position(Output& out) {
  auto* const row = rows_->handle();
  if (auto const index = table_.table.index_of(table_.cursor)) {
    auto const& field = table_.table.columns()[*index];
    if (!can_advance(row, cursor_at_, field.type)) {
      OAR_TRY(reject(out, "column " + field.name + ", the cursor, holds " + stored_as(row, cursor_at_) +
                              ", which sorts apart from other values"));
      return false;
    }
  }
  auto const fingerprinted = values_ + (number_at_ < 0 ? 0 : 1);
  return position_->passes(value_at(row, cursor_at_), fingerprint_of(row, fingerprinted));
}

Result<bool> TableScan::take_cells(Output& out) {
  auto* const row = rows_->handle();
  auto const& fields = table_.table.columns();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    auto const& part = parts_[i];
    auto& cell = cells_[i];
    auto const null = part.at < 0 || sqlite3_column_type(row, part.at) == SQLITE_NULL;
    if (null) cell.holds = Cell::Holds::null;
    if (null && !(part.in_key && part.at >= 0)) continue;
    if (!null && part.take(cell, row, part.at, fields[i].type)) continue;
    OAR_TRY(reject(out, null ? "column " + fields[i].name + ", part of the primary key, is NULL"
                             : "column " + fields[i].name + " holds " + stored_as(row, part.at) + " that is no " +
                                   describe(fields[i].type) + "; as_text reads it as it is"));
    return false;
  }
  return true;
}

Result<void> TableScan::reject(Output& out, std::string const& reason) {
  json::object row;
  auto const& fields = table_.table.columns();
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (parts_[i].at >= 0) row[fields[i].name] = shown(rows_->handle(), parts_[i].at);
  return out.host().reject(table_.table.name(), json::serialize(row), reason);
}

void TableScan::checkpoint(Output& out) {
  since_checkpoint_ = 0;
  if (position_) {
    auto cursor = position_->cursor();
    if (!cursor) return;
    if (position_->forgets())
      out.host().warn("table ", table_.table.name(), ": more than ", CursorColumn::most_known, " rows ",
                      table_.lookback ? "lie within lookback of one value of " : "share one value of ", table_.cursor,
                      "; the next sync reads them again");
    return out.checkpoint(*std::move(cursor));
  }
  if (number_at_ < 0 || sqlite3_data_count(rows_->handle()) == 0) return;
  out.checkpoint(FullPosition{snapshot_->id(), sqlite3_column_int64(rows_->handle(), number_at_)});
}

void TableScan::warn_of_nulls(Host const& host) {
  if (!table_.table.index_of(table_.cursor)) return;
  auto const sql = "SELECT count(*) FROM " + sqlite::quoted(table_.table.name()) + " WHERE " +
                   sqlite::quoted(table_.cursor) + " IS NULL" + (where_.empty() ? "" : " AND (" + where_ + "\n)");
  auto statement = Statement::prepare(snapshot_->connection(), sql, "count");
  if (!statement) return;
  auto const counted = statement->step();
  if (!counted || !*counted || statement->integer(0) == 0) return;
  host.warn("table ", table_.table.name(), ": ", statement->integer(0), " rows are not read, because ", table_.cursor,
            " is NULL in them");
}

}  // namespace oar::sqlite::source
