#pragma once
// What a writer and its transaction share: the connection, the file's gate, prepared statements.

#include <oar/destination.hpp>

#include <cstdint>
#include <map>
#include <memory>

#include "plugins/sqlite/connection.hpp"
#include "plugins/sqlite/file_gate.hpp"
#include "plugins/sqlite/insert.hpp"

namespace oar::sqlite {

// Lives as long as its writer. Used by one thread at a time, except connection.interrupt() and waiting().cancelled.
struct Session {
  Connection connection;
  std::shared_ptr<FileGate> gate;
  WriterOptions options;
  std::map<std::uint32_t, Insert> inserts = {};  // per layout
  std::map<std::string, Table> tables = {};      // as last migrated, for children
  bool tokens_pruned = false;

  // The layout's statement; prepared anew when the mark's column came or went.
  Result<Insert*> insert_of(Layout const& layout);
};

// Does the table have this column?
bool has_column(Connection const& connection, std::string const& table, std::string const& column);

}  // namespace oar::sqlite
