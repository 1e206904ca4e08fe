#include "plugins/sqlite/source/lookback.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <string_view>

namespace oar::sqlite::source {
namespace {

struct TimeUnit {
  std::string_view name;
  std::int64_t seconds;
};
constexpr std::array time_units{TimeUnit{"second", 1}, TimeUnit{"minute", 60}, TimeUnit{"hour", 3600},
                                TimeUnit{"day", 86'400}, TimeUnit{"week", 604'800}};
constexpr std::int64_t longest_s = std::int64_t{400} * 366 * 86'400;

std::optional<std::int64_t> seconds_in(std::string_view unit) {
  if (unit.ends_with('s')) unit.remove_suffix(1);
  for (auto const& known : time_units)
    if (known.name == unit) return known.seconds;
  return std::nullopt;
}

ColumnValue number_below(ColumnValue const& value, std::int64_t amount) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  if (value.kind == "f") {
    double number = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
    std::array<char, 40> room{};
    auto const end = std::to_chars(room.data(), room.data() + room.size(), number - static_cast<double>(amount)).ptr;
    return {{room.data(), end}, "f"};
  }
  if (value.kind == "t") {  // an unsigned one beyond int64, as twenty digits
    std::uint64_t number = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
    number -= static_cast<std::uint64_t>(amount);
    if (number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return {std::to_string(number), "i"};
    auto digits = std::to_string(number);
    return {std::string(20 - digits.size(), '0') + digits, "t"};
  }
  std::int64_t number = 0;
  std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  return {std::to_string(number < least + amount ? least : number - amount), "i"};
}

// "2026-01-02" and "2026-01-02 03:04:05...": whole seconds are enough, as what is longer sorts above them. Whether 'T'
// or a blank stands between is left as it is, and what follows the seconds (a fraction, Z) is left out.
ColumnValue time_below(ColumnValue const& value, std::int64_t seconds) {
  using namespace std::chrono;
  constexpr std::size_t date_size = 10, time_size = 19;
  int y = 0, hour = 0, minute = 0, second = 0;
  unsigned m = 0, d = 0;
  auto const& text = value.text;
  if (text.size() < date_size || std::sscanf(text.c_str(), "%4d-%2u-%2u", &y, &m, &d) != 3 || text[0] == '-')
    return value;
  auto const has_time = text.size() >= time_size;
  if (has_time && std::sscanf(text.c_str() + date_size + 1, "%2d:%2d:%2d", &hour, &minute, &second) != 3) return value;
  auto const date = year{y} / month{m} / day{d};
  if (!date.ok()) return value;
  auto const at =
      sys_days{date} + hours{hour} + minutes{minute} + std::chrono::seconds{second} - std::chrono::seconds{seconds};
  auto const earlier_day = floor<days>(at);
  year_month_day const earlier{earlier_day};
  if (int{earlier.year()} < 0) return value;
  std::array<char, 32> room{};
  auto const of_day = (at - earlier_day).count();
  auto const size =
      std::snprintf(room.data(), room.size(), "%04d-%02u-%02u%c%02d:%02d:%02d", int{earlier.year()},
                    unsigned{earlier.month()}, unsigned{earlier.day()}, has_time ? text[date_size] : ' ',
                    static_cast<int>(of_day / 3600), static_cast<int>(of_day / 60 % 60), static_cast<int>(of_day % 60));
  if (size != static_cast<int>(time_size)) return value;
  return {{room.data(), has_time ? time_size : date_size}, "t"};
}

}  // namespace

Result<Lookback> parse_lookback(std::string const& text) {
  std::int64_t amount = 0;
  auto const* const end = text.data() + text.size();
  auto const [stopped, error] = std::from_chars(text.data(), end, amount);
  auto const rest = std::string_view{stopped, static_cast<std::size_t>(end - stopped)};
  if (error == std::errc{} && amount >= 0) {
    if (rest.empty()) return Lookback{amount, false};
    auto const unit = rest.starts_with(' ') ? seconds_in(rest.substr(1)) : std::nullopt;
    if (unit && amount <= longest_s / *unit) return Lookback{amount * *unit, true};
  }
  return Error::of(Errc::config,
                   "lookback: expected a number, or a time such as \"90 minutes\", \"1 hour\" or \"2 days\", "
                   "found \"",
                   text, "\"");
}

bool applies(Lookback const& lookback, Type const& type) {
  switch (type.kind) {
    case Kind::int64:
    case Kind::uint64:
    case Kind::float64:
    case Kind::duration:
      return !lookback.seconds;
    case Kind::date32:
    case Kind::timestamp:
      return lookback.seconds;
    default:
      return false;
  }
}

ColumnValue below(ColumnValue const& value, Lookback const& lookback) {
  return lookback.seconds ? time_below(value, lookback.amount) : number_below(value, lookback.amount);
}

}  // namespace oar::sqlite::source
