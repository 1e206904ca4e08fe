#pragma once
// One file of a rotated log, plain or compressed by gzip, read forwards.

#include "rotated_log.hpp"

namespace machine {

class LogFile {
 public:
  // NULL when it has no whole first unit yet, or, with `broken` set, when it cannot be unpacked.
  static std::unique_ptr<LogFile> open(Fd fd, std::string path, UnitSize const& unit_size, bool& broken);
  ~LogFile();
  LogFile(LogFile const&) = delete;

  std::string const& log() const { return log_; }
  std::string const& path() const { return path_; }
  std::int64_t offset() const { return offset_; }
  // Once, before the first next().
  void seek(std::int64_t offset);
  bool next(LogUnit& unit);
  // Reading ended because the file cannot be unpacked any further.
  bool broken() const { return broken_; }

 private:
  LogFile(void* stream, std::string path, UnitSize const& unit_size);
  bool read_more();

  void* stream_;  // a gzFile, which reads plain files too
  std::string path_;
  UnitSize unit_size_;
  std::string log_;
  std::string head_;
  std::string buffer_;
  bool broken_ = false;
  std::size_t taken_ = 0;    // bytes of the buffer that were handed out
  std::int64_t offset_ = 0;  // of what comes next
};

}  // namespace machine
