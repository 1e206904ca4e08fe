#pragma once
// Where an incremental read of one table stands: the cursor, as bytes that outlive servers, releases and snapshots.

#include <oar/cursor.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/postgresql/source/seen.hpp"

namespace oar::postgresql::source {

// A part of a table and the snapshot that it was read in: rows of it are known when their transaction had ended below
// that snapshot's window, or is among the seen ones.
struct Segment {
  std::uint64_t end = 0;  // block that it ends before; 0 = the end of the table, whatever comes
  std::string snapshot;
  std::string seen;
};
BOOST_DESCRIBE_STRUCT(Segment, (), (end, snapshot, seen))

struct Position {
  std::string system;              // whose transactions these are
  std::string value;               // of the cursor column, as the server prints it; with `has_value`
  bool has_value = false;          // false: no row had one yet
  std::string file;                // where blocks were counted; another one means that they moved
  std::vector<std::string> parts;  // of a partitioned table: those that were read
  std::string boundary;            // without transactions: the rows that the next read will meet again, oar::KnownRows
  std::vector<Segment> segments;
};
BOOST_DESCRIBE_STRUCT(Position, (), (system, value, has_value, file, parts, boundary, segments))

}  // namespace oar::postgresql::source
