#pragma once
// The tables that this destination keeps for itself: cursors that became durable with rows, and tokens of commits.

#include <oar/destination.hpp>

#include <span>
#include <string_view>
#include <vector>

#include "plugins/sqlite/connection.hpp"

namespace oar::sqlite {

Result<bool> has_state_tables(Connection const& connection);
Result<void> create_state_tables(Connection const& connection);

// What is durable for a source. None where the tables are missing.
Result<std::vector<StoredState>> load_states(Connection const& connection, std::string_view source);

// Within a transaction. Errc::conflict unless each stored epoch is exactly one lower; none stored counts as 0.
Result<void> store_states(Connection const& connection, std::string_view source, std::span<StoredState const> states);

// Within the same transaction, so that has_token() tells whether it was committed.
Result<void> store_token(Connection const& connection, std::string_view token, std::string_view source,
                         std::string_view sync_id);
Result<bool> has_token(Connection const& connection, std::string_view token);
// The tokens of other syncs of this source are answered for: the host asks before it commits anything new.
Result<void> forget_older_tokens(Connection const& connection, std::string_view source, std::string_view sync_id);

}  // namespace oar::sqlite
