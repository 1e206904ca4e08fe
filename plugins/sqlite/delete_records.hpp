#pragma once
// Deletes rows by key, with the rows of child tables where they are to go too.

#include <oar/destination.hpp>

#include "plugins/sqlite/session.hpp"

namespace oar::sqlite {

enum class Children { stay, too };

// keys: the key's columns in order. Children are those of the tables that this writer has migrated.
Result<void> delete_records(Session const& session, Layout const& layout, Batch const& keys, Children children);

}  // namespace oar::sqlite
