#include "plugins/sqlite/transaction.hpp"

#include <utility>

#include "plugins/sqlite/delete_records.hpp"
#include "plugins/sqlite/stale.hpp"
#include "plugins/sqlite/states.hpp"

namespace oar::sqlite {

SqliteTransaction::SqliteTransaction(Session& session, std::string token, Host host)
    : session_{session}, token_{std::move(token)}, host_{host} {
  auto& waiting = session_.connection.waiting();
  waiting.host = host;
  waiting.cancelled = false;
}

SqliteTransaction::~SqliteTransaction() {
  session_.connection.roll_back();
  session_.connection.waiting().host = session_.options.host;
}

void SqliteTransaction::cancel() {
  session_.connection.waiting().cancelled = true;
  session_.connection.interrupt();
}

Result<void> SqliteTransaction::start() {
  if (session_.options.read_only) return Error::of(Errc::invalid_state, "this writer was opened to read only");
  if (session_.connection.waiting().stopped())
    return Error::of(Errc::cancelled, "cancelled before the rows were written");
  if (pass_) {
    // Some failures end SQLite's transaction by themselves; the rows before them are gone.
    if (session_.connection.in_transaction()) return {};
    return Error::of(Errc::invalid_state, "this transaction failed; begin another one");
  }
  pass_ = OAR_TRY(enter(session_.gate, session_.connection.waiting()));
  return session_.connection.run("BEGIN IMMEDIATE", "begin a transaction");
}

Result<void> SqliteTransaction::write(Layout const& layout, Batch batch) {
  OAR_TRY(start());
  auto* const insert = OAR_TRY(session_.insert_of(layout));
  return insert->write(session_.connection, batch, host_);
}

Result<void> SqliteTransaction::delete_records(Layout const& layout, Batch keys, bool cascade) {
  OAR_TRY(start());
  return sqlite::delete_records(session_, layout, keys, cascade ? Children::too : Children::stay);
}

Result<StaleCount> SqliteTransaction::delete_stale(Layout const& layout, StaleRows const& rows) {
  if (rows.count_only) return count_stale(session_, layout, rows);
  OAR_TRY(start());
  return sqlite::delete_stale(session_, layout, rows);
}

Result<void> SqliteTransaction::commit(std::span<StoredState const> states) {
  OAR_TRY(start());
  auto const& options = session_.options;
  OAR_TRY(store_states(session_.connection, options.source_name, states));
  OAR_TRY(store_token(session_.connection, token_, options.source_name, options.sync_id));
  if (!session_.tokens_pruned) OAR_TRY(forget_older_tokens(session_.connection, options.source_name, options.sync_id));
  return finish_commit();
}

// The rows outlive a power cut when COMMIT returns. Where the disk failed under it, only a look can tell.
Result<void> SqliteTransaction::finish_commit() {
  auto committed = session_.connection.run("COMMIT", "commit");
  if (committed) {
    session_.tokens_pruned = true;
    pass_ = GatePass{};
    return committed;
  }
  auto const disk_failed = (sqlite3_extended_errcode(session_.connection.handle()) & 0xff) == SQLITE_IOERR;
  session_.connection.roll_back();
  if (!disk_failed) return committed;
  auto const& error = committed.error();
  return Error::of(Errc::commit_unknown, error.message()).vendor(error.vendor_code());
}

}  // namespace oar::sqlite
