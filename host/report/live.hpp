#pragma once
// Progress while a sync runs: a display redrawn in place on a terminal, a line now and then elsewhere.

#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "host/report/board.hpp"
#include "host/report/log.hpp"
#include "host/report/screen.hpp"
#include "host/report/style.hpp"
#include "host/report/tracker.hpp"

namespace oar::report {

struct Frame {
  std::vector<std::string> lines;
  std::vector<std::size_t> widths;  // in columns, without colours
};

// Draws the board so that it fits. Pure.
Frame draw(Board const& board, Size size, Style const& style);

// "12.3 s: 1,234 rows, 103 rows/s, reading a, b and 3 more". Pure.
std::string progress_line(Board const& board);

enum class ProgressMode { live, lines, none };

// Shows progress on a thread of its own, until destroyed; then the display is gone. What it is given outlives it.
class Progress {
 public:
  Progress(ProgressMode mode, Tracker& tracker, Screen& screen, Style style, Log& log);

 private:
  static void live(std::stop_token const& stop, Tracker& tracker, Screen& screen, Style const& style);
  static void lines(std::stop_token const& stop, Tracker& tracker, Log& log);

  std::jthread thread_;
};

}  // namespace oar::report
