#pragma once
// Where a sync stands at one moment, as plain values: what the live display and the periodic lines are drawn from.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace oar::report {

enum class TableState { reading, writing, durable, failed };

struct BoardLine {
  std::string source;
  std::string destination;  // empty: read, but no destination has told of it yet
  std::string table;
  std::uint64_t rows = 0;  // durable in the destination
  std::uint64_t read = 0;  // handed over by the source
  double rate = 0;         // rows a second, read
  TableState state = TableState::reading;
};

struct Board {
  std::chrono::milliseconds elapsed{0};
  std::uint64_t rows = 0;  // durable, over all lines
  double rate = 0;
  std::uint64_t warnings = 0;
  std::uint64_t failures = 0;
  bool stopping = false;
  std::vector<BoardLine> lines;  // in the order in which they appeared
};

}  // namespace oar::report
