#include "plugins/file/source/moment.hpp"

namespace oar::file {
namespace {

constexpr std::int64_t micros_of_day = 86'400'000'000;

// Exactly so many digits; -1 when they are not.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (auto i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Source: http://howardhinnant.github.io/date_algorithms.html#days_from_civil, for years above 0.
std::int32_t days_since_1970(int year, int month, int day) {
  auto const shifted = month <= 2 ? year - 1 : year;
  auto const era = shifted / 400;
  auto const year_of_era = shifted - era * 400;
  auto const day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  auto const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

std::optional<int> read_zone(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  auto const hours = digits(zone, 1, 2);
  auto const minutes = digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return (zone[0] == '-' ? -60 : 60) * (hours * 60 + minutes);
}

}  // namespace

std::optional<std::int32_t> read_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const year = digits(text, 0, 4);
  auto const month = digits(text, 5, 2);
  auto const day = digits(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
  return days_since_1970(year, month, day);
}

std::optional<std::int64_t> read_time(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  auto const hour = digits(text, 0, 2);
  auto const minute = digits(text, 3, 2);
  auto const second = digits(text, 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  auto micros = std::int64_t{hour * 3600 + minute * 60 + second} * 1'000'000;
  if (text.size() == 8) return micros;
  auto const places = text.size() - 9;
  if (text[8] != '.' || places < 1 || places > 6) return std::nullopt;
  auto fraction = digits(text, 9, places);
  if (fraction < 0) return std::nullopt;
  for (auto i = places; i < 6; ++i) fraction *= 10;
  return micros + fraction;
}

std::optional<std::int64_t> read_local_timestamp(std::string_view text) {
  if (text.size() < 19 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  auto const date = read_date(text.substr(0, 10));
  auto const time = read_time(text.substr(11));
  if (!date || !time) return std::nullopt;
  return *date * micros_of_day + *time;
}

std::optional<std::int64_t> read_timestamp(std::string_view text) {
  if (text.size() < 20) return std::nullopt;
  auto const zone_at = text.find_first_of("Zz+-", 19);
  if (zone_at == std::string_view::npos) return std::nullopt;
  auto const offset = read_zone(text.substr(zone_at));
  auto const local = read_local_timestamp(text.substr(0, zone_at));
  if (!offset || !local) return std::nullopt;
  return *local - std::int64_t{*offset} * 1'000'000;
}

}  // namespace oar::file
