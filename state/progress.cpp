// Cursors of a route, and the one transaction that moves a route forward.
#include "state/inside.hpp"

namespace oar::state {
namespace {

constexpr char upsert_cursor[] = R"sql(
INSERT INTO cursors (source, destination, split_id, epoch, envelope) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (source, destination, split_id) DO UPDATE SET epoch = excluded.epoch, envelope = excluded.envelope
WHERE excluded.epoch >= cursors.epoch)sql";

constexpr char forget_cursor[] =
    R"sql(DELETE FROM cursors WHERE source = ?1 AND destination = ?2 AND split_id = ?3)sql";

Result<void> save_cursor(Database& database, Route const& route, Cursor const& cursor) {
  if (cursor.envelope.empty()) {
    OAR_TRY(database.execute(forget_cursor, route.source, route.destination, cursor.split_id));
    return {};
  }
  auto const saved = OAR_TRY(database.execute(upsert_cursor, route.source, route.destination, cursor.split_id,
                                              cursor.epoch, Blob{cursor.envelope}));
  if (saved == 1) return {};
  return Error::of(Errc::conflict, "state file ", database.shown(), ": route ", route.source, " -> ", route.destination,
                   ", split ", cursor.split_id, ": epoch ", cursor.epoch,
                   " is lower than the stored one: another sync moved this route on; run again");
}

constexpr char add_reject[] = R"sql(
INSERT INTO rejects (source, destination, table_name, reason, row_json, sync_id, time_us)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))sql";

Result<void> save_reject(Database& database, Route const& route, Reject const& reject) {
  OAR_TRY(database.execute(add_reject, route.source, route.destination, reject.table, reject.reason, reject.row_json,
                           reject.sync_id, reject.time_us));
  return {};
}

constexpr char settle_token[] =
    R"sql(DELETE FROM pending_commits WHERE source = ?1 AND destination = ?2 AND token = ?3)sql";

Result<void> save_all(Database& database, Route const& route, Progress const& progress) {
  for (auto const& cursor : progress.cursors) OAR_TRY(save_cursor(database, route, cursor));
  for (auto const& reject : progress.rejects) OAR_TRY(save_reject(database, route, reject));
  if (!progress.settled_token.empty())
    OAR_TRY(database.execute(settle_token, route.source, route.destination, progress.settled_token));
  return {};
}

}  // namespace

Result<void> StateFile::save(Route const& route, Progress const& progress) {
  std::scoped_lock const guard{inside_->mutex};
  auto transaction = OAR_TRY(Transaction::begin(*inside_->database));
  OAR_TRY(save_all(*inside_->database, route, progress));
  return transaction.commit();
}

constexpr char select_cursors[] = R"sql(
SELECT split_id, epoch, envelope FROM cursors WHERE source = ?1 AND destination = ?2 ORDER BY split_id)sql";

Result<std::vector<Cursor>> StateFile::cursors(Route const& route) {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_cursors, route.source, route.destination));
  std::vector<Cursor> cursors;
  while (OAR_TRY(rows.next())) cursors.push_back({rows.bytes(0), rows.count(1), rows.bytes(2)});
  return cursors;
}

constexpr char forget_cursors[] = R"sql(DELETE FROM cursors WHERE source = ?1 AND destination = ?2)sql";

constexpr char remember_rebuilt[] =
    R"sql(INSERT OR REPLACE INTO rebuilt (source, destination, time_us) VALUES (?1, ?2, ?3))sql";

Result<bool> StateFile::replace_cursors(Route const& route, std::vector<Cursor> const& cursors, std::int64_t now_us) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  auto const known = OAR_TRY(database.execute(forget_cursors, route.source, route.destination));
  for (auto const& cursor : cursors) OAR_TRY(save_cursor(database, route, cursor));
  bool const is_rebuilt = known == 0 && !cursors.empty();
  if (is_rebuilt) OAR_TRY(database.execute(remember_rebuilt, route.source, route.destination, now_us));
  OAR_TRY(transaction.commit());
  return is_rebuilt;
}

}  // namespace oar::state
