#include "plugins/sqlite/time_text.hpp"

#include <oar/json_text.hpp>

#include <charconv>
#include <limits>

namespace oar::sqlite {
namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t nanos_per_second = 1'000'000'000;

void append_digits(std::string& out, std::uint64_t value, int width) {
  char text[20];
  for (auto i = width; i-- > 0; value /= 10) text[i] = static_cast<char>('0' + value % 10);
  out.append(text, static_cast<std::size_t>(width));
}

void append_year(std::string& out, std::int64_t year) {
  if (year >= 0 && year <= 9999) return append_digits(out, static_cast<std::uint64_t>(year), 4);
  out += year < 0 ? '-' : '+';
  auto const size = static_cast<std::uint64_t>(year < 0 ? -year : year);
  if (size <= 9999) return append_digits(out, size, 4);
  out += std::to_string(size);
}

// The inverse of the SDK's civil_from_days. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  auto const era = (year >= 0 ? year : year - 399) / 400;
  auto const year_of_era = static_cast<unsigned>(year - era * 400);
  auto const day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  auto const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

// Takes a number of exactly `width` digits, or of at least as many when more are allowed.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t width, bool longer = false) {
  std::size_t size = 0;
  while (size < text.size() && text[size] >= '0' && text[size] <= '9') ++size;
  if (size < width) return std::nullopt;
  if (!longer) size = width;
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + size, value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  auto const negative = text.starts_with('-');
  auto const expanded = negative || text.starts_with('+');
  if (expanded) text.remove_prefix(1);
  auto const year = take_number(text, 4, expanded);
  if (!year || *year > 400'000'000'000 || !take(text, '-')) return std::nullopt;
  auto const month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
  auto const day = take_number(text, 2);
  if (!day || *day < 1 || *day > 31) return std::nullopt;
  return days_from_civil(negative ? -*year : *year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

// Nanoseconds since midnight.
std::optional<std::int64_t> take_time(std::string_view& text) {
  auto const hours = take_number(text, 2);
  if (!hours || !take(text, ':')) return std::nullopt;
  auto const minutes = take_number(text, 2);
  if (!minutes || !take(text, ':')) return std::nullopt;
  auto const seconds = take_number(text, 2);
  if (!seconds) return std::nullopt;
  std::int64_t nanos = 0;
  if (take(text, '.')) {
    auto scale = nanos_per_second;
    if (text.empty()) return std::nullopt;
    for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
      scale /= 10;
      if (scale == 0 && text[0] != '0') return std::nullopt;
      nanos += (text[0] - '0') * scale;
    }
  }
  return ((*hours * 60 + *minutes) * 60 + *seconds) * nanos_per_second + nanos;
}

std::optional<std::int64_t> in_unit(Wide nanos, Unit unit) {
  auto const size = nanos_per_second / detail::per_second(unit);
  if (nanos % size != 0) return std::nullopt;
  auto const count = nanos / size;
  if (count > std::numeric_limits<std::int64_t>::max() || count < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return static_cast<std::int64_t>(count);
}

}  // namespace

void append_date(std::string& out, std::int64_t days) {
  auto const [year, month, day] = detail::civil_from_days(days);
  append_year(out, year);
  out += '-';
  append_digits(out, month, 2);
  out += '-';
  append_digits(out, day, 2);
}

void append_time(std::string& out, std::int64_t count, Unit unit) {
  auto const scale = detail::per_second(unit);
  auto const seconds = static_cast<std::uint64_t>(count / scale);
  append_digits(out, seconds / 3600, 2);
  out += ':';
  append_digits(out, seconds / 60 % 60, 2);
  out += ':';
  append_digits(out, seconds % 60, 2);
  out += '.';
  auto const fraction = static_cast<std::uint64_t>(count % scale * (nanos_per_second / scale));
  if (unit == Unit::nano) return append_digits(out, fraction, 9);
  append_digits(out, fraction / 1000, 6);
}

void append_timestamp(std::string& out, std::int64_t count, Type const& type) {
  auto const per_day = detail::per_second(type.unit) * 86'400;
  auto const days = count / per_day - (count % per_day < 0 ? 1 : 0);
  append_date(out, days);
  out += 'T';
  auto const rest = count % per_day;
  append_time(out, rest < 0 ? rest + per_day : rest, type.unit);
  if (!type.zone.empty()) out += 'Z';
}

std::optional<std::int64_t> parse_date(std::string_view text) {
  auto const days = take_date(text);
  return text.empty() ? days : std::nullopt;
}

std::optional<std::int64_t> parse_time(std::string_view text, Unit unit) {
  auto const nanos = take_time(text);
  if (!nanos || !text.empty()) return std::nullopt;
  return in_unit(*nanos, unit);
}

std::optional<std::int64_t> parse_timestamp(std::string_view text, Unit unit) {
  auto const days = take_date(text);
  if (!days || !(take(text, 'T') || take(text, ' '))) return std::nullopt;
  auto const nanos = take_time(text);
  if (!nanos) return std::nullopt;
  take(text, 'Z');
  if (!text.empty()) return std::nullopt;
  return in_unit(static_cast<Wide>(*days) * 86'400 * nanos_per_second + *nanos, unit);
}

}  // namespace oar::sqlite
