// Reads by zlib, which passes on plain files as they are.
#include "log_file.hpp"

#include "digest.hpp"

#include <zlib.h>
#include <array>

namespace machine {
namespace {

constexpr std::size_t head_size = 4096;
constexpr unsigned chunk_size = 65536;

gzFile stream_of(void* stream) { return static_cast<gzFile>(stream); }

}  // namespace

LogFile::LogFile(void* stream, std::string path, UnitSize const& unit_size)
    : stream_{stream}, path_{std::move(path)}, unit_size_{unit_size} {}

LogFile::~LogFile() { gzclose(stream_of(stream_)); }

std::unique_ptr<LogFile> LogFile::open(Fd fd, std::string path, UnitSize const& unit_size, bool& broken) {
  auto* const stream = gzdopen(fd.get(), "rb");
  if (!stream) return nullptr;
  fd.release();
  std::unique_ptr<LogFile> file{new LogFile{stream, std::move(path), unit_size}};
  std::size_t first = 0;
  while (first == 0) {
    if (!file->read_more()) {
      broken = file->broken();
      return nullptr;
    }
    first = unit_size(file->buffer_, file->buffer_);
  }
  file->head_ = file->buffer_.substr(0, head_size);
  file->log_ = hex(sha256(std::string_view{file->buffer_}.substr(0, first))).substr(0, 16);
  return file;
}

void LogFile::seek(std::int64_t offset) {
  if (offset == 0) return;
  buffer_.clear();
  offset_ = offset;  // behind the end of a file that shrank there is nothing, and never a doubled line
  gzseek(stream_of(stream_), offset, SEEK_SET);
}

bool LogFile::read_more() {
  buffer_.erase(0, taken_);
  taken_ = 0;
  std::array<char, chunk_size> chunk;
  auto const count = gzread(stream_of(stream_), chunk.data(), chunk_size);
  if (count <= 0) {
    int code = Z_OK;  // a file that is cut short ends without an error of gzread's own
    gzerror(stream_of(stream_), &code);
    broken_ = code != Z_OK && code != Z_STREAM_END;
    return false;
  }
  buffer_.append(chunk.data(), static_cast<std::size_t>(count));
  return true;
}

bool LogFile::next(LogUnit& unit) {
  std::size_t size = 0;
  while ((size = unit_size_(std::string_view{buffer_}.substr(taken_), head_)) == 0)
    if (!read_more()) return false;
  unit = {std::string_view{buffer_}.substr(taken_, size), head_, log_, offset_};
  taken_ += size;
  offset_ += static_cast<std::int64_t>(size);
  return true;
}

}  // namespace machine
