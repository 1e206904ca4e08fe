// Draws with the few ECMA-48 sequences that every terminal knows: cursor up, erase to the end of line, erase below.
#include "host/report/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace oar::report {

Size Screen::size() const {
  winsize window{};
  if (::ioctl(fd_, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_row == 0) return {};
  return {.rows = window.ws_row, .columns = window.ws_col};
}

void Screen::print(std::string_view text) {
  std::string line(text);
  if (!line.ends_with('\n')) line.push_back('\n');
  std::lock_guard const lock{mutex_};
  write_all(erase_live() + line + live_);
}

void Screen::show(std::vector<std::string> const& lines, std::vector<std::size_t> widths) {
  std::string next;
  for (auto const& line : lines) next.append(line).append("\x1b[K\n");
  std::lock_guard const lock{mutex_};
  std::size_t const rows_before = widths_.size();
  bool const overwrite = !live_.empty() && rows_before <= lines.size();
  // Drawing over what stands there avoids a blank moment; fewer lines than before are erased first.
  auto out = overwrite ? "\x1b[" + std::to_string(rows_before) + "A\r" + next : erase_live() + next;
  auto const columns = size().columns;
  bool const narrowed = std::any_of(widths_.begin(), widths_.end(), [&](auto width) { return width > columns; });
  if (overwrite && narrowed) out = erase_live() + next;
  live_ = std::move(next);
  widths_ = std::move(widths);
  write_all(out);
}

void Screen::clear() {
  std::lock_guard const lock{mutex_};
  if (live_.empty()) return;
  write_all(erase_live());
  live_.clear();
  widths_.clear();
}

std::string Screen::erase_live() const {
  if (live_.empty()) return {};
  // A window that became narrower has wrapped our lines.
  auto const columns = std::max<std::size_t>(size().columns, 1);
  std::size_t rows = 0;
  for (auto const width : widths_) rows += std::max<std::size_t>((width + columns - 1) / columns, 1);
  return "\x1b[" + std::to_string(rows) + "A\r\x1b[J";
}

void Screen::write_all(std::string_view text) const {
  while (!text.empty()) {
    auto const written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // stderr is gone: nobody is left to tell
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace oar::report
