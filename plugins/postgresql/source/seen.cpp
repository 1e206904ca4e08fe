#include "plugins/postgresql/source/seen.hpp"

#include <algorithm>
#include <charconv>

namespace oar::postgresql::source {
namespace {

bool take_number(std::string_view& text, std::uint64_t& number) {
  auto const* end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(stopped - text.data()));
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Window> window_of(std::string_view snapshot) {
  Window window;
  if (!take_number(snapshot, window.floor) || !take(snapshot, ':') || !take_number(snapshot, window.ceiling) ||
      !take(snapshot, ':') || window.floor == 0 || window.ceiling < window.floor)
    return std::nullopt;
  return window;
}

void Seen::add(std::uint64_t number) {
  if (number == newest_) return;
  newest_ = number;
  if (!contains(number)) add_range(number, number);
}

void Seen::add_range(std::uint64_t first, std::uint64_t last) {
  auto at = ranges_.upper_bound(first);
  if (at != ranges_.begin() && std::prev(at)->second + 1 >= first) {
    --at;
    first = at->first;
  }
  while (at != ranges_.end() && at->first <= last + 1) {
    last = std::max(last, at->second);
    at = ranges_.erase(at);
  }
  ranges_.emplace(first, last);
}

bool Seen::contains(std::uint64_t number) const {
  auto const after = ranges_.upper_bound(number);
  return after != ranges_.begin() && std::prev(after)->second >= number;
}

void Seen::add_all(Seen const& other) {
  for (auto const& [first, last] : other.ranges_) add_range(first, last);
}

void Seen::forget_below(std::uint64_t number) {
  newest_ = 0;
  while (!ranges_.empty() && ranges_.begin()->first < number) {
    auto const last = ranges_.begin()->second;
    ranges_.erase(ranges_.begin());
    if (last >= number) ranges_.emplace(number, last);
  }
}

std::string Seen::text() const {
  std::string out;
  std::uint64_t next = 0;
  for (auto const& [first, last] : ranges_) {
    if (!out.empty()) out += ',';
    out += std::to_string(first - next);
    if (last > first) out.append("+").append(std::to_string(last - first));
    next = last + 1;
  }
  return out;
}

Result<Seen> Seen::parse(std::string_view text) {
  Seen seen;
  std::uint64_t next = 0;
  while (!text.empty()) {
    std::uint64_t gap = 0, more = 0;
    auto const good =
        take_number(text, gap) && (!take(text, '+') || take_number(text, more)) && (text.empty() || take(text, ','));
    if (!good) return Error::of(Errc::cursor_expired, "the saved cursor is none that this source wrote");
    seen.add_range(next + gap, next + gap + more);
    next += gap + more + 1;
  }
  return seen;
}

}  // namespace oar::postgresql::source
