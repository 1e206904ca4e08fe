#include "plugins/postgresql/destination/states.hpp"

#include <array>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

constexpr char find_schema[] = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1)";
constexpr char find_tables[] = R"(
SELECT count(*) = 2 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname IN ('_oar_cursors', '_oar_commits')
)";

std::string cursors(std::string const& schema) { return qualified(schema, "_oar_cursors"); }
std::string commits(std::string const& schema) { return qualified(schema, "_oar_commits"); }

std::string hex_of(std::string_view bytes) {
  std::string out = "\\x";
  for (auto const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

int digit_of(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }
std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t at = 2; at + 1 < hex.size(); at += 2)
    out += static_cast<char>(digit_of(hex[at]) * 16 + digit_of(hex[at + 1]));
  return out;
}

Error conflict(Connection& connection, std::string const& schema, std::string_view source, StoredState const& state) {
  auto const params = std::to_array<Param>({source, state.split_id});
  auto const found = connection.ask("SELECT epoch FROM " + cursors(schema) + " WHERE source = $1 AND split_id = $2",
                                    params, "read an epoch");
  auto const epoch = found && found->rows() > 0 ? found->number(0, 0) : 0;
  return Error::of(Errc::conflict, "split ", state.split_id, " of ", source, " is at epoch ", epoch,
                   " here, and this commit would make it ", state.epoch,
                   ": another host syncs this source into the same schema");
}

// One statement that changes one row, or none where the epoch is another. Row locks let one of two commits pass.
Result<bool> advance(Connection& connection, std::string const& schema, std::string_view source,
                     StoredState const& state) {
  if (state.epoch == 0) return false;  // the first one is 1
  auto const epoch = std::to_string(state.epoch);
  auto const before = std::to_string(state.epoch - 1);
  auto const cursor = hex_of(state.cursor);
  auto const row = " WHERE source = $1 AND split_id = $2 AND epoch = $3";
  if (state.cursor.empty()) {
    auto const params = std::to_array<Param>({source, state.split_id, before});
    auto const done = OAR_TRY(connection.ask("DELETE FROM " + cursors(schema) + row, params, "forget a cursor"));
    return done.affected() == 1 || state.epoch == 1;
  }
  if (state.epoch == 1) {
    auto const params = std::to_array<Param>({source, state.split_id, epoch, cursor});
    auto const done = OAR_TRY(connection.ask("INSERT INTO " + cursors(schema) +
                                                 " (source, split_id, epoch, cursor) VALUES ($1, $2, $3, $4)"
                                                 " ON CONFLICT (source, split_id) DO NOTHING",
                                             params, "store a cursor"));
    return done.affected() == 1;
  }
  auto const params = std::to_array<Param>({source, state.split_id, before, epoch, cursor});
  auto const done = OAR_TRY(
      connection.ask("UPDATE " + cursors(schema) + " SET epoch = $4, cursor = $5" + row, params, "store a cursor"));
  return done.affected() == 1;
}

}  // namespace

Result<bool> has_schema(Connection& connection, std::string const& schema) {
  auto const params = std::to_array<Param>({schema});
  auto const found = OAR_TRY(connection.ask(find_schema, params, "look for schema " + schema));
  return found.truth(0, 0);
}

Result<bool> has_state_tables(Connection& connection, std::string const& schema) {
  auto const params = std::to_array<Param>({schema});
  auto const found = OAR_TRY(connection.ask(find_tables, params, "look for the cursors"));
  return found.truth(0, 0);
}

Result<void> create_state_tables(Connection& connection, std::string const& schema) {
  auto const there = OAR_TRY(has_schema(connection, schema));
  if (!there) OAR_TRY(connection.run("CREATE SCHEMA " + quoted(schema), "create schema " + schema));
  OAR_TRY(connection.run("CREATE TABLE IF NOT EXISTS " + cursors(schema) +
                             " (source text NOT NULL, split_id text NOT NULL, epoch bigint NOT NULL, cursor bytea NOT "
                             "NULL, PRIMARY KEY (source, split_id))",
                         "create the table of cursors"));
  return connection.run("CREATE TABLE IF NOT EXISTS " + commits(schema) +
                            " (token text NOT NULL PRIMARY KEY, source text NOT NULL, sync_id text NOT NULL)",
                        "create the table of commits");
}

Result<std::vector<StoredState>> load_states(Connection& connection, std::string const& schema,
                                             std::string_view source) {
  std::vector<StoredState> states;
  if (!OAR_TRY(has_state_tables(connection, schema))) return states;
  auto const params = std::to_array<Param>({source});
  auto const rows = OAR_TRY(connection.ask("SELECT split_id, epoch, '\\x' || encode(cursor, 'hex') FROM " +
                                               cursors(schema) + " WHERE source = $1 ORDER BY split_id",
                                           params, "read the cursors"));
  for (int row = 0; row < rows.rows(); ++row)
    states.push_back(
        {std::string{rows.text(row, 0)}, static_cast<std::uint64_t>(rows.number(row, 1)), bytes_of(rows.text(row, 2))});
  return states;
}

Result<void> store_states(Connection& connection, std::string const& schema, std::string_view source,
                          std::span<StoredState const> states) {
  for (auto const& state : states)
    if (!OAR_TRY(advance(connection, schema, source, state))) return conflict(connection, schema, source, state);
  return {};
}

Result<void> store_token(Connection& connection, std::string const& schema, std::string_view token,
                         std::string_view source, std::string_view sync_id) {
  auto const params = std::to_array<Param>({token, source, sync_id});
  return connection.run("INSERT INTO " + commits(schema) + " (token, source, sync_id) VALUES ($1, $2, $3)", params,
                        "store the commit's token");
}

// Inserting the token waits for a transaction that has inserted it and is not over: its row is what then is in the way,
// or it is not. COMMIT is sent only after that row is there, so where it is not, nothing can be committed any more.
Result<bool> was_committed(Connection& connection, std::string const& schema, std::string_view token) {
  static constexpr char const* doing = "ask for a commit's token";
  if (!OAR_TRY(has_state_tables(connection, schema))) return false;
  OAR_TRY(connection.run("BEGIN ISOLATION LEVEL READ COMMITTED", doing));
  auto const params = std::to_array<Param>({token});
  auto const inserted = connection.ask(
      "INSERT INTO " + commits(schema) + " (token, source, sync_id) VALUES ($1, '', '') ON CONFLICT DO NOTHING", params,
      doing);
  connection.roll_back();
  if (!inserted) return inserted.error();
  return inserted->affected() == 0;
}

Result<void> forget_older_tokens(Connection& connection, std::string const& schema, std::string_view source,
                                 std::string_view sync_id) {
  auto const params = std::to_array<Param>({source, sync_id});
  return connection.run("DELETE FROM " + commits(schema) + " WHERE source = $1 AND sync_id <> $2", params,
                        "forget older commits' tokens");
}

}  // namespace oar::postgresql
