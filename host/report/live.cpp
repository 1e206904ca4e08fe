// Ten frames a second at most; a line every ten seconds.
#include "host/report/live.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "host/report/text.hpp"

namespace oar::report {
namespace {

constexpr std::chrono::milliseconds frame_time{100};
constexpr std::chrono::seconds line_time{10};
constexpr std::size_t number_width = 13;
constexpr std::size_t rate_width = 9;
constexpr std::size_t state_width = 9;

bool is_active(BoardLine const& line) {
  return line.state == TableState::reading || line.state == TableState::writing || line.state == TableState::failed;
}

std::string_view name_of(TableState state) {
  switch (state) {
    case TableState::reading:
      return "reading";
    case TableState::writing:
      return "writing";
    case TableState::durable:
      return "durable";
    case TableState::failed:
      return "failed";
  }
  return {};
}

// What fits: all, else those where something happens, topped up with the latest of the others.
std::vector<BoardLine const*> chosen(std::vector<BoardLine> const& lines, std::size_t room) {
  std::vector<BoardLine const*> out;
  for (auto const& line : lines) out.push_back(&line);
  if (out.size() <= room) return out;
  std::stable_partition(out.begin(), out.end(), [](auto const* line) { return is_active(*line); });
  out.resize(room);
  return out;
}

bool has_several_routes(std::vector<BoardLine> const& lines) {
  return std::any_of(lines.begin(), lines.end(), [&](BoardLine const& line) {
    return line.source != lines.front().source || line.destination != lines.front().destination;
  });
}

class Painter {
 public:
  Painter(Board const& board, Size size, Style const& style)
      : board_{board}, style_{style}, columns_{size.columns > 1 ? size.columns - 1 : 1} {
    // One line for the titles, one for the totals, one for what is left out, one for the cursor.
    auto const room = size.rows > 5 ? size.rows - 5 : 0;
    shown_ = chosen(board.lines, room);
    routed_ = !board.lines.empty() && has_several_routes(board.lines);
    for (auto const* line : shown_) name_width_ = std::max(name_width_, display_width(name(*line)));
    auto const fixed = number_width + rate_width + state_width + 4;
    name_width_ = std::min(name_width_, columns_ > fixed + 8 ? columns_ - fixed : 8);
  }

  Frame paint() {
    if (!shown_.empty()) add(row("table", "rows", "rows/s", "state"), Tone::dim);
    for (auto const* line : shown_) add(*line);
    auto const hidden = board_.lines.size() - shown_.size();
    if (hidden > 0) add("  and " + plural(hidden, "more table"), Tone::dim);
    add(totals(), Tone::strong);
    return std::move(frame_);
  }

 private:
  enum class Tone { plain, dim, strong, bad };

  std::string name(BoardLine const& line) const {
    return one_line(routed_ ? line.source + " -> " + line.destination + ": " + line.table : line.table);
  }

  std::string row(std::string_view name, std::string_view rows, std::string_view rate, std::string_view state) const {
    return pad_right(fit(name, name_width_), name_width_) + pad_left(rows, number_width) + pad_left(rate, rate_width) +
           "  " + std::string(state);
  }

  void add(BoardLine const& line) {
    auto const rate = line.rate >= 1 ? short_count(line.rate) : std::string();
    auto const tone = line.state == TableState::failed ? Tone::bad : is_active(line) ? Tone::plain : Tone::dim;
    add(row(name(line), with_commas(line.rows), rate, name_of(line.state)), tone);
  }

  void add(std::string const& text, Tone tone) {
    auto const line = fit(text, columns_);
    frame_.widths.push_back(display_width(line));
    switch (tone) {
      case Tone::plain:
        frame_.lines.push_back(line);
        break;
      case Tone::dim:
        frame_.lines.push_back(style_.dim(line));
        break;
      case Tone::strong:
        frame_.lines.push_back(style_.strong(line));
        break;
      case Tone::bad:
        frame_.lines.push_back(style_.bad(line));
        break;
    }
  }

  std::string totals() const {
    auto out = duration_text(board_.elapsed) + "  " + plural(board_.rows, "row") + " durable";
    if (board_.rate >= 1) out += "  " + short_count(board_.rate) + " rows/s";
    if (board_.failures > 0) out += "  " + plural(board_.failures, "failure");
    if (board_.warnings > 0) out += "  " + plural(board_.warnings, "warning");
    return out + (board_.stopping ? "  stopping, Ctrl-C again stops now" : "");
  }

  Board const& board_;
  Style const& style_;
  std::size_t const columns_;
  std::size_t name_width_ = 8;
  bool routed_ = false;
  std::vector<BoardLine const*> shown_;
  Frame frame_;
};

// False when it was woken to stop.
bool wait(std::stop_token const& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::unique_lock lock{mutex};
  std::condition_variable_any never;
  never.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

Frame draw(Board const& board, Size size, Style const& style) { return Painter{board, size, style}.paint(); }

std::string progress_line(Board const& board) {
  auto out = duration_text(board.elapsed) + ": " + plural(board.rows, "row") + " durable, " + short_count(board.rate) +
             " rows/s";
  std::vector<std::string> active;
  for (auto const& line : board.lines)
    if (line.state == TableState::reading || line.state == TableState::writing)
      if (std::find(active.begin(), active.end(), line.table) == active.end()) active.push_back(line.table);
  constexpr std::size_t named = 3;
  for (std::size_t i = 0; i < std::min(active.size(), named); ++i)
    out += (i == 0 ? ", reading " : ", ") + one_line(active[i]);
  if (active.size() > named) out += " and " + std::to_string(active.size() - named) + " more";
  if (board.failures > 0) out += ", " + plural(board.failures, "failure");
  return out;
}

Progress::Progress(ProgressMode mode, Tracker& tracker, Screen& screen, Style style, Log& log) {
  if (mode == ProgressMode::live)
    thread_ =
        std::jthread{[&tracker, &screen, style](std::stop_token const& stop) { live(stop, tracker, screen, style); }};
  if (mode == ProgressMode::lines)
    thread_ = std::jthread{[&tracker, &log](std::stop_token const& stop) { lines(stop, tracker, log); }};
}

void Progress::live(std::stop_token const& stop, Tracker& tracker, Screen& screen, Style const& style) {
  while (wait(stop, frame_time)) {
    auto frame = draw(tracker.snapshot(), screen.size(), style);
    screen.show(frame.lines, std::move(frame.widths));
  }
  screen.clear();
}

void Progress::lines(std::stop_token const& stop, Tracker& tracker, Log& log) {
  while (wait(stop, line_time)) log.info(progress_line(tracker.snapshot()));
}

}  // namespace oar::report
