#include "plugins/sqlite/states.hpp"

#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {
namespace {

constexpr char create_tables[] = R"(
CREATE TABLE IF NOT EXISTS "_oar_cursors" (
  source TEXT NOT NULL,
  split_id TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  cursor BLOB NOT NULL,
  PRIMARY KEY (source, split_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "_oar_commits" (
  token TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL,
  sync_id TEXT NOT NULL
) WITHOUT ROWID;
)";
constexpr char find_tables[] =
    "SELECT count(*) = 2 FROM sqlite_master WHERE type = 'table' AND name IN ('_oar_cursors', '_oar_commits')";
constexpr char list_cursors[] =
    R"(SELECT split_id, epoch, cursor FROM "_oar_cursors" WHERE source = ?1 ORDER BY split_id)";
constexpr char find_epoch[] = R"(SELECT epoch FROM "_oar_cursors" WHERE source = ?1 AND split_id = ?2)";
constexpr char put_cursor[] =
    R"(INSERT INTO "_oar_cursors" (source, split_id, epoch, cursor) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (source, split_id) DO UPDATE SET epoch = excluded.epoch, cursor = excluded.cursor)";
constexpr char drop_cursor[] = R"(DELETE FROM "_oar_cursors" WHERE source = ?1 AND split_id = ?2)";
constexpr char put_token[] = R"(INSERT INTO "_oar_commits" (token, source, sync_id) VALUES (?1, ?2, ?3))";
constexpr char find_token[] = R"(SELECT 1 FROM "_oar_commits" WHERE token = ?1)";
constexpr char drop_tokens[] = R"(DELETE FROM "_oar_commits" WHERE source = ?1 AND sync_id <> ?2)";

Result<void> check_epoch(Statement& stored, std::string_view source, StoredState const& state) {
  stored.bind(1, source).bind(2, std::string_view{state.split_id});
  auto const found = OAR_TRY(stored.step());
  auto const epoch = found ? static_cast<std::uint64_t>(stored.integer(0)) : 0;
  stored.reset();
  if (epoch + 1 == state.epoch) return {};
  return Error::of(Errc::conflict, "split ", state.split_id, " of ", source, " is at epoch ", epoch,
                   " here, and this commit would make it ", state.epoch,
                   ": another host syncs this source into the same file");
}

}  // namespace

Result<bool> has_state_tables(Connection const& connection) {
  auto found = OAR_TRY(Statement::prepare(connection, find_tables, "look for the cursors"));
  OAR_TRY(found.step());
  return found.integer(0) != 0;
}

Result<void> create_state_tables(Connection const& connection) {
  return connection.run(create_tables, "create the table of cursors");
}

Result<std::vector<StoredState>> load_states(Connection const& connection, std::string_view source) {
  std::vector<StoredState> states;
  if (!OAR_TRY(has_state_tables(connection))) return states;
  auto rows = OAR_TRY(Statement::prepare(connection, list_cursors, "read the cursors"));
  rows.bind(1, source);
  while (OAR_TRY(rows.step()))
    states.push_back(
        {std::string{rows.text(0)}, static_cast<std::uint64_t>(rows.integer(1)), std::string{rows.bytes(2)}});
  return states;
}

Result<void> store_states(Connection const& connection, std::string_view source, std::span<StoredState const> states) {
  if (states.empty()) return {};
  auto stored = OAR_TRY(Statement::prepare(connection, find_epoch, "read an epoch"));
  auto put = OAR_TRY(Statement::prepare(connection, put_cursor, "store a cursor"));
  auto drop = OAR_TRY(Statement::prepare(connection, drop_cursor, "forget a cursor"));
  for (auto const& state : states) {
    OAR_TRY(check_epoch(stored, source, state));
    auto& change = state.cursor.empty() ? drop : put;
    change.bind(1, source).bind(2, std::string_view{state.split_id});
    if (!state.cursor.empty()) change.bind(3, static_cast<std::int64_t>(state.epoch)).bind_bytes(4, state.cursor);
    OAR_TRY(change.run());
  }
  return {};
}

Result<void> store_token(Connection const& connection, std::string_view token, std::string_view source,
                         std::string_view sync_id) {
  auto put = OAR_TRY(Statement::prepare(connection, put_token, "store the commit's token"));
  return put.bind(1, token).bind(2, source).bind(3, sync_id).run();
}

Result<bool> has_token(Connection const& connection, std::string_view token) {
  if (!OAR_TRY(has_state_tables(connection))) return false;
  auto found = OAR_TRY(Statement::prepare(connection, find_token, "look for a commit's token"));
  return found.bind(1, token).step();
}

Result<void> forget_older_tokens(Connection const& connection, std::string_view source, std::string_view sync_id) {
  auto drop = OAR_TRY(Statement::prepare(connection, drop_tokens, "forget older commits' tokens"));
  return drop.bind(1, source).bind(2, sync_id).run();
}

}  // namespace oar::sqlite
