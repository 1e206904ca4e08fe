// Runs of the command, with what became of each table; pruning of what is old.
#include "state/inside.hpp"
#include "state/uuid.hpp"

namespace oar::state {
namespace {

constexpr char add_sync[] = R"sql(
INSERT INTO syncs (sync_time_us, id, started_us, command)
VALUES (max(?1, 1 + coalesce((SELECT max(sync_time_us) FROM syncs), ?1 - 1)), ?2, ?1, ?3)
RETURNING sync_time_us)sql";

Result<std::int64_t> insert(Database& database, std::string const& id, SyncStart const& start) {
  auto rows = OAR_TRY(database.query(add_sync, start.now_us, id, start.command));
  OAR_TRY(rows.next());
  auto const sync_time_us = rows.integer(0);
  OAR_TRY(rows.next());  // a statement that returns rows is done when it says so
  return sync_time_us;
}

}  // namespace

Result<Sync> StateFile::begin_sync(SyncStart const& start) {
  std::scoped_lock const guard{inside_->mutex};
  auto transaction = OAR_TRY(Transaction::begin(*inside_->database));
  Sync sync{.id = uuid_v4()};
  sync.sync_time_us = OAR_TRY(insert(*inside_->database, sync.id, start));
  OAR_TRY(transaction.commit());
  return sync;
}

namespace {

constexpr char newest_unless_done[] = R"sql(
SELECT id, sync_time_us FROM syncs
WHERE sync_time_us = (SELECT max(sync_time_us) FROM syncs) AND coalesce(exit_code, -1) <> 0)sql";
constexpr char reopen_sync[] = R"sql(
UPDATE syncs SET finished_us = NULL, exit_code = NULL, status = NULL WHERE id = ?1)sql";

}  // namespace

Result<std::optional<Sync>> StateFile::resume_sync() {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  std::optional<Sync> sync;
  {
    auto rows = OAR_TRY(database.query(newest_unless_done));
    if (OAR_TRY(rows.next())) sync = Sync{.id = rows.bytes(0), .sync_time_us = rows.integer(1)};
  }
  if (sync) OAR_TRY(database.execute(reopen_sync, sync->id));
  OAR_TRY(transaction.commit());
  return sync;
}

namespace {

constexpr char put_off_sync[] =
    R"sql(UPDATE syncs SET sync_time_us = max(sync_time_us, ?2) WHERE id = ?1 RETURNING sync_time_us)sql";

}  // namespace

Result<std::int64_t> StateFile::put_off(std::string const& id, std::int64_t sync_time_us) {
  std::scoped_lock const guard{inside_->mutex};
  auto transaction = OAR_TRY(Transaction::begin(*inside_->database));
  std::int64_t time_us = 0;
  {
    auto rows = OAR_TRY(inside_->database->query(put_off_sync, id, sync_time_us));
    if (!OAR_TRY(rows.next()))
      return Error::of(Errc::not_found, "state file ", path().string(), ": no sync has the id ", id);
    time_us = rows.integer(0);
    OAR_TRY(rows.next());  // a statement that returns rows is done when it says so
  }
  OAR_TRY(transaction.commit());
  return time_us;
}

namespace {

constexpr char end_sync[] = R"sql(
UPDATE syncs SET finished_us = ?2, exit_code = ?3, status = ?4 WHERE id = ?1)sql";
constexpr char forget_tables[] = R"sql(DELETE FROM sync_tables WHERE sync_id = ?1)sql";
constexpr char add_table[] = R"sql(
INSERT INTO sync_tables
  (sync_id, source, destination, table_name, status, rows_written, rows_deleted, rows_rejected, error)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))sql";

Result<void> save_tables(Database& database, std::string const& id, std::vector<TableOutcome> const& tables) {
  OAR_TRY(database.execute(forget_tables, id));
  for (auto const& table : tables)
    OAR_TRY(database.execute(add_table, id, table.route.source, table.route.destination, table.table, table.status,
                             table.rows_written, table.rows_deleted, table.rows_rejected, table.error));
  return {};
}

constexpr char prune_syncs[] = R"sql(
DELETE FROM syncs WHERE sync_time_us <=
  (SELECT sync_time_us FROM syncs ORDER BY sync_time_us DESC LIMIT 1 OFFSET 100))sql";
constexpr char prune_rejects[] = R"sql(
DELETE FROM rejects WHERE id <= (SELECT id FROM rejects ORDER BY id DESC LIMIT 1 OFFSET 10000))sql";

}  // namespace

Result<void> StateFile::finish_sync(std::string const& id, SyncOutcome const& outcome) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  auto const ended = OAR_TRY(database.execute(end_sync, id, outcome.finished_us, outcome.exit_code, outcome.status));
  if (ended == 0) return Error::of(Errc::not_found, "state file ", path().string(), ": no sync has the id ", id);
  OAR_TRY(save_tables(database, id, outcome.tables));
  OAR_TRY(database.execute(prune_syncs));
  OAR_TRY(database.execute(prune_rejects));
  return transaction.commit();
}

namespace {

constexpr char select_tables[] = R"sql(
SELECT source, destination, table_name, status, rows_written, rows_deleted, rows_rejected, error
FROM sync_tables WHERE sync_id = ?1 ORDER BY rowid)sql";

Result<std::vector<TableOutcome>> tables_of(Database& database, std::string const& id) {
  auto rows = OAR_TRY(database.query(select_tables, id));
  std::vector<TableOutcome> tables;
  while (OAR_TRY(rows.next()))
    tables.push_back({Route{rows.bytes(0), rows.bytes(1)}, rows.bytes(2), rows.bytes(3), rows.count(4), rows.count(5),
                      rows.count(6), rows.bytes(7)});
  return tables;
}

// Columns: id, sync_time_us, started_us, command, finished_us, exit_code, status, whether it is the newest.
Result<SyncRecord> record(Database& database, Rows const& rows, bool lock_is_held) {
  SyncRecord record;
  record.sync = {rows.bytes(0), rows.integer(1)};
  record.started_us = rows.integer(2);
  record.command = rows.bytes(3);
  bool const is_newest = rows.integer(7) != 0;
  if (rows.null(4)) {
    record.phase = lock_is_held && is_newest ? SyncPhase::running : SyncPhase::interrupted;
    return record;
  }
  record.phase = SyncPhase::finished;
  auto tables = OAR_TRY(tables_of(database, record.sync.id));
  record.outcome = SyncOutcome{rows.integer(4), static_cast<int>(rows.integer(5)), rows.bytes(6), std::move(tables)};
  return record;
}

constexpr char select_recent[] = R"sql(
SELECT id, sync_time_us, started_us, command, finished_us, exit_code, status,
  sync_time_us = (SELECT max(sync_time_us) FROM syncs)
FROM syncs ORDER BY sync_time_us DESC LIMIT ?1)sql";
constexpr char select_sync[] = R"sql(
SELECT id, sync_time_us, started_us, command, finished_us, exit_code, status,
  sync_time_us = (SELECT max(sync_time_us) FROM syncs)
FROM syncs WHERE id = ?1)sql";

}  // namespace

Result<std::vector<SyncRecord>> StateFile::recent_syncs(std::size_t n) {
  std::scoped_lock const guard{inside_->mutex};
  bool const lock_is_held = SyncLock::held(inside_->lock_path());
  auto rows = OAR_TRY(inside_->database->query(select_recent, n));
  std::vector<SyncRecord> records;
  while (OAR_TRY(rows.next())) {
    auto one = record(*inside_->database, rows, lock_is_held);
    if (!one) return std::move(one).error();
    records.push_back(*std::move(one));
  }
  return records;
}

Result<std::optional<SyncRecord>> StateFile::sync(std::string const& id) {
  std::scoped_lock const guard{inside_->mutex};
  bool const lock_is_held = SyncLock::held(inside_->lock_path());
  auto rows = OAR_TRY(inside_->database->query(select_sync, id));
  if (!OAR_TRY(rows.next())) return std::optional<SyncRecord>{};
  auto found = OAR_TRY(record(*inside_->database, rows, lock_is_held));
  return std::optional{std::move(found)};
}

}  // namespace oar::state
