#pragma once
// A log that is renamed, compressed and begun anew while we read it over the days, as one stream of lines or records.

#include "row.hpp"

#include <oar/cursor.hpp>

#include <functional>
#include <memory>

namespace machine {

// A file of the log is known by a digest of its first line, which neither renaming nor compressing changes. The cursor
// holds how far each file that is still there was read, not only the newest: a program that had the log open goes on
// writing to it for a while after it was renamed.
struct LogOffset {
  std::string log;
  std::int64_t offset = 0;  // in bytes, uncompressed
};
BOOST_DESCRIBE_STRUCT(LogOffset, (), (log, offset))

struct LogCursor {
  std::vector<LogOffset> files;  // oldest first
};
BOOST_DESCRIBE_STRUCT(LogCursor, (), (files))

// Bytes of the line or record at the front, its end included; 0 while it is not whole. `head` is how the file begins.
using UnitSize = std::function<std::size_t(std::string_view rest, std::string_view head)>;

// One line or record, its end included. Valid until the next one is taken.
struct LogUnit {
  std::string_view bytes;
  std::string_view head;
  std::string log;
  std::int64_t offset = 0;
};

class LogFile;  // one open file of the log

class RotatedLog {
 public:
  // Reads `path`, then `path`.1, .2.gz ... or `path`-20260101.gz, whatever is there, oldest first, from where `from`
  // says.
  static oar::Result<RotatedLog> open(Machine& machine, std::string const& table, std::string const& path,
                                      UnitSize unit_size, oar::Cursor const& from);
  RotatedLog(RotatedLog&&) noexcept;
  ~RotatedLog();

  // False at the end: what is not whole yet waits for the next reading.
  bool next(LogUnit& unit);
  // Covers every unit handed out so far.
  oar::Cursor cursor() const;
  std::string path() const;  // of the file that is being read

 private:
  RotatedLog(Machine& machine, std::string table);

  Machine* machine_;
  std::string table_;
  std::vector<std::unique_ptr<LogFile>> files_;  // oldest first
  std::vector<LogOffset> missing_;               // in the cursor, but not found: they may come back
  std::size_t current_ = 0;
};

}  // namespace machine
