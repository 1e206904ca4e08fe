// Commits whose answer is not known here, with everything that they would make durable.
#include "state/inside.hpp"

namespace oar::state {
namespace {

constexpr char add_commit[] = R"sql(
INSERT INTO pending_commits (token, source, destination, sync_id) VALUES (?1, ?2, ?3, ?4))sql";
constexpr char add_cursor[] = R"sql(
INSERT INTO pending_cursors (token, split_id, epoch, envelope) VALUES (?1, ?2, ?3, ?4))sql";
constexpr char add_reject[] = R"sql(
INSERT INTO pending_rejects (token, table_name, reason, row_json, sync_id, time_us)
VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql";

Result<void> add_progress(Database& database, std::string const& token, Progress const& progress) {
  for (auto const& cursor : progress.cursors)
    OAR_TRY(database.execute(add_cursor, token, cursor.split_id, cursor.epoch, Blob{cursor.envelope}));
  for (auto const& reject : progress.rejects)
    OAR_TRY(database.execute(add_reject, token, reject.table, reject.reason, reject.row_json, reject.sync_id,
                             reject.time_us));
  return {};
}

constexpr char select_cursors[] = R"sql(
SELECT split_id, epoch, envelope FROM pending_cursors WHERE token = ?1 ORDER BY rowid)sql";

Result<std::vector<Cursor>> cursors_of(Database& database, std::string const& token) {
  auto rows = OAR_TRY(database.query(select_cursors, token));
  std::vector<Cursor> cursors;
  while (OAR_TRY(rows.next())) cursors.push_back({rows.bytes(0), rows.count(1), rows.bytes(2)});
  return cursors;
}

constexpr char select_rejects[] = R"sql(
SELECT table_name, reason, row_json, sync_id, time_us FROM pending_rejects WHERE token = ?1 ORDER BY rowid)sql";

Result<std::vector<Reject>> rejects_of(Database& database, Route const& route, std::string const& token) {
  auto rows = OAR_TRY(database.query(select_rejects, token));
  std::vector<Reject> rejects;
  while (OAR_TRY(rows.next()))
    rejects.push_back({route, rows.bytes(0), rows.bytes(1), rows.bytes(2), rows.bytes(3), rows.integer(4)});
  return rejects;
}

Result<Progress> progress_of(Database& database, Route const& route, std::string const& token) {
  Progress progress;
  progress.cursors = OAR_TRY(cursors_of(database, token));
  progress.rejects = OAR_TRY(rejects_of(database, route, token));
  progress.settled_token = token;
  return progress;
}

}  // namespace

Result<void> StateFile::save_token(Route const& route, PendingCommit const& commit) {
  std::scoped_lock const guard{inside_->mutex};
  auto& database = *inside_->database;
  auto transaction = OAR_TRY(Transaction::begin(database));
  OAR_TRY(database.execute(add_commit, commit.token, route.source, route.destination, commit.sync_id));
  OAR_TRY(add_progress(database, commit.token, commit.progress));
  return transaction.commit();
}

constexpr char select_commits[] = R"sql(
SELECT token, sync_id FROM pending_commits WHERE source = ?1 AND destination = ?2 ORDER BY id)sql";

Result<std::vector<PendingCommit>> StateFile::pending(Route const& route) {
  std::scoped_lock const guard{inside_->mutex};
  auto rows = OAR_TRY(inside_->database->query(select_commits, route.source, route.destination));
  std::vector<PendingCommit> commits;
  while (OAR_TRY(rows.next())) {
    auto const token = rows.bytes(0);
    auto progress = OAR_TRY(progress_of(*inside_->database, route, token));
    commits.push_back({token, rows.bytes(1), std::move(progress)});
  }
  return commits;
}

constexpr char forget_commit[] =
    R"sql(DELETE FROM pending_commits WHERE source = ?1 AND destination = ?2 AND token = ?3)sql";

Result<void> StateFile::forget_token(Route const& route, std::string const& token) {
  std::scoped_lock const guard{inside_->mutex};
  auto transaction = OAR_TRY(Transaction::begin(*inside_->database));
  OAR_TRY(inside_->database->execute(forget_commit, route.source, route.destination, token));
  return transaction.commit();
}

}  // namespace oar::state
