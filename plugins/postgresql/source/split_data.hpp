#pragma once
// What a split carries from plan() to read(), perhaps to another process.

#include <oar/cursor.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace oar::postgresql::source {

struct SplitData {
  std::string snapshot;  // exported
  std::string visible;
  std::string identity;  // of what is visible: two snapshots with the same one show the same
  std::string system;
  bool in_recovery = false;
  std::string schema;  // of what is read: the table, or one of its partitions
  std::string name;
  bool incremental = false;
  bool by_places = false;            // in ranges of blocks
  bool has_transactions = false;     // its rows know who inserted them
  std::uint64_t from = 0;            // block
  std::uint64_t to = 0;              // block that it ends before; 0 = the end
  std::uint64_t blocks = 0;          // of the whole relation, when it was measured
  std::uint64_t block_bytes = 8192;  // what a block brings, with what is stored beside the table
  std::string file;
  std::vector<std::string> parts;  // oids of its partitions
  std::vector<std::string> columns;
  std::string where;
  std::int64_t rows = -1;
};
BOOST_DESCRIBE_STRUCT(SplitData, (),
                      (snapshot, visible, identity, system, in_recovery, schema, name, incremental, by_places,
                       has_transactions, from, to, blocks, block_bytes, file, parts, columns, where, rows))

// Where a read of a full table stands: good in its snapshot only.
struct Place {
  std::string snapshot;  // its identity
  std::uint64_t block = 0;
};
BOOST_DESCRIBE_STRUCT(Place, (), (snapshot, block))

}  // namespace oar::postgresql::source
