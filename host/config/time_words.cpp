#include "host/config/time_words.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <sstream>
#include <vector>

namespace oar::config {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::int64_t largest_count = 1'000'000'000;

// Either a fixed length, or calendar months.
struct TimeUnit {
  std::string_view name;
  std::int64_t seconds;
  int months;
};

constexpr std::array time_units{
    TimeUnit{"second", 1, 0},    TimeUnit{"minute", 60, 0}, TimeUnit{"hour", 3600, 0}, TimeUnit{"day", 86400, 0},
    TimeUnit{"week", 604800, 0}, TimeUnit{"month", 0, 1},   TimeUnit{"year", 0, 12},
};

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

TimeUnit const* unit_of(std::string_view word) {
  if (word.ends_with('s')) word.remove_suffix(1);
  for (auto const& unit : time_units)
    if (unit.name == word) return &unit;
  return nullptr;
}

std::optional<std::int64_t> count_of(std::string_view word) {
  std::int64_t count = 0;
  auto const end = word.data() + word.size();
  auto const [rest, failure] = std::from_chars(word.data(), end, count);
  if (failure != std::errc{} || rest != end || count < 0 || count > largest_count) return {};
  return count;
}

sys_seconds add_months(sys_seconds from, std::int64_t count) {
  auto const day = std::chrono::floor<days>(from);
  std::chrono::year_month_day date{day};
  date += months{count};
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return sys_days{date} + (from - day);
}

// +1 or -1 for "from now" and "ago".
int direction(std::vector<std::string> const& words) {
  if (words.size() == 3 && words[2] == "ago") return -1;
  if (words.size() == 4 && words[2] == "from" && words[3] == "now") return 1;
  return 0;
}

std::optional<sys_seconds> find_moment(std::vector<std::string> const& words, sys_seconds now) {
  if (words.size() == 1 && words[0] == "now") return now;
  if (words.size() == 1 && words[0] == "today") return std::chrono::floor<days>(now);
  if (words.size() == 1 && words[0] == "yesterday") return std::chrono::floor<days>(now) - days{1};
  auto const sign = direction(words);
  if (sign == 0) return {};
  auto const count = count_of(words[0]);
  auto const unit = unit_of(words[1]);
  if (!count || unit == nullptr) return {};
  if (unit->months == 0) return now + std::chrono::seconds{sign * *count * unit->seconds};
  if (*count * unit->months > 12 * 10000) return {};
  return add_months(now, sign * *count * unit->months);
}

std::string rfc3339(sys_seconds moment) {
  auto const day = std::chrono::floor<days>(moment);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const time{moment - day};
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

bool has_four_digit_year(sys_seconds moment) {
  using namespace std::chrono;
  return moment >= sys_days{year{0} / 1 / 1} && moment < sys_days{year{10000} / 1 / 1};
}

}  // namespace

Result<std::string> moment(std::string_view words, std::chrono::system_clock::time_point now) {
  auto const found = find_moment(words_of(words), std::chrono::floor<std::chrono::seconds>(now));
  if (!found || !has_four_digit_year(*found))
    return Error::of(Errc::config, "\"", words, "\" is no moment; accepted are now, today, yesterday, and a number of ",
                     "seconds, minutes, hours, days, weeks, months or years with \"ago\" or \"from now\"");
  return rfc3339(*found);
}

}  // namespace oar::config
