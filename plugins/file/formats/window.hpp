#pragma once
// What of a file is in memory: bytes that were read and not taken yet, and the last KiB before them. A few hundred KiB,
// more only for a longer record.

#include "plugins/file/formats/bytes_in.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace oar::file {

// Bytes behind the end of a window that may be loaded (not used) by whoever looks at many at once. They are zero.
inline constexpr std::size_t window_padding = 64;
// A record that is longer is an error: its quote is not closed, or the file is something else.
inline constexpr std::size_t longest_record = std::size_t{64} << 20;

// no: what is left at the end of the file is a record too; yes: it waits for its end.
enum class WholeLines { no, yes };

class Window {
 public:
  Window(std::unique_ptr<BytesIn> bytes, std::string path) : bytes_{std::move(bytes)}, path_{std::move(path)} {}

  // What is there and not taken. Stays until the next more().
  std::string_view rest() const { return {memory_.get() + begin_, end_ - begin_}; }
  // Where rest() begins in the file, unpacked.
  std::int64_t offset() const { return offset_; }
  bool at_end() const { return at_end_; }
  // The first KiB of the file, or what was read of it; and the last KiB before rest().
  std::string_view head() const { return head_; }
  std::string_view tail() const {
    auto const count = std::min(begin_, look_back);
    return {memory_.get() + begin_ - count, count};
  }

  void take(std::size_t count) {
    begin_ += count;
    offset_ += static_cast<std::int64_t>(count);
  }
  // Reads on; false at the end. What was not taken moves, so views of it are void.
  Result<bool> more();
  // Goes to a byte of the file that lies behind all that was read.
  Result<void> skip_to(std::int64_t offset);

 private:
  static constexpr std::size_t look_back = 1024;

  Result<void> make_room();

  std::unique_ptr<BytesIn> bytes_;
  std::string path_;
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::int64_t offset_ = 0;
  std::string head_;
  bool at_end_ = false;
};

}  // namespace oar::file
