#pragma once
// The tables that this destination keeps for itself: cursors that became durable with rows, and tokens of commits.

#include <oar/destination.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"

namespace oar::postgresql {

Result<bool> has_schema(Connection& connection, std::string const& schema);
Result<bool> has_state_tables(Connection& connection, std::string const& schema);
// Within a transaction; the schema too.
Result<void> create_state_tables(Connection& connection, std::string const& schema);

// What is durable for a source. None where the tables are missing.
Result<std::vector<StoredState>> load_states(Connection& connection, std::string const& schema,
                                             std::string_view source);

// Within a transaction. Errc::conflict unless each stored epoch is exactly one lower; none stored counts as 0.
Result<void> store_states(Connection& connection, std::string const& schema, std::string_view source,
                          std::span<StoredState const> states);

// Within the same transaction, and answered before COMMIT is sent, so that was_committed() can wait for it.
Result<void> store_token(Connection& connection, std::string const& schema, std::string_view token,
                         std::string_view source, std::string_view sync_id);
// Did the transaction with this token commit? One that is still being committed is waited for.
Result<bool> was_committed(Connection& connection, std::string const& schema, std::string_view token);
// The tokens of other syncs of this source are answered for: the host asks before it commits anything new.
Result<void> forget_older_tokens(Connection& connection, std::string const& schema, std::string_view source,
                                 std::string_view sync_id);

}  // namespace oar::postgresql
