#pragma once
// The only writer of stderr: lines scroll by above a live area that is redrawn in place, and neither tears the other.

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace oar::report {

struct Size {
  std::size_t rows = 24;
  std::size_t columns = 80;
};

// May be used from any thread. Each call reaches the stream in one write, so a live area does not flicker. The cursor
// is never hidden: a plugin that kills the process leaves a terminal as it was.
class Screen {
 public:
  explicit Screen(int fd) : fd_{fd} {}
  ~Screen() { clear(); }
  Screen(Screen const&) = delete;
  Screen& operator=(Screen const&) = delete;

  // One or more whole lines, above the live area.
  void print(std::string_view text);

  // Replaces the live area. The lines must fit size(); they may hold colours, `widths` says how wide each is.
  void show(std::vector<std::string> const& lines, std::vector<std::size_t> widths);

  // Takes the live area away.
  void clear();

  Size size() const;

 private:
  std::string erase_live() const;
  void write_all(std::string_view text) const;

  int const fd_;
  std::mutex mutex_;
  std::string live_;                 // guarded by mutex_; what is drawn now
  std::vector<std::size_t> widths_;  // guarded by mutex_; of its lines
};

}  // namespace oar::report
