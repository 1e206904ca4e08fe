// Digits straight into the buffer; what is outside the calendar of everyday life goes the SDK's slower way.
#include "plugins/file/formats/scalar_write.hpp"

#include <oar/json_text.hpp>

#include <cmath>
#include <cstring>

namespace oar::file {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;
// Of the years 0000 to 9999.
constexpr std::int64_t first_day = -719'528;
constexpr std::int64_t last_day = 2'932'896;

template <class T>
void write_any_float(Text& out, T value) {
  if (!std::isfinite(value)) return out.put(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  auto* const at = out.room(64);
  out.wrote_to(std::to_chars(at, at + 64, value).ptr);
}

char* two(char* at, std::uint32_t value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
  return at + 2;
}

char* three(char* at, std::uint32_t value) {
  at[0] = static_cast<char>('0' + value / 100);
  return two(at + 1, value % 100);
}

// Of a day between first_day and last_day; 10 characters.
// Source of the algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
char* date(char* at, std::int64_t days) {
  auto const shifted = static_cast<std::uint32_t>(days + 719'468 + 146'097);
  auto const era = shifted / 146'097;
  auto const day_of_era = shifted % 146'097;
  auto const year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  auto const month_index = (5 * day_of_year + 2) / 153;
  auto const month = month_index < 10 ? month_index + 3 : month_index - 9;
  auto const year = year_of_era + era * 400 - 400 + (month <= 2 ? 1 : 0);
  at = two(two(at, year / 100), year % 100);
  *at++ = '-';
  at = two(at, month);
  *at++ = '-';
  return two(at, day_of_year - (153 * month_index + 2) / 5 + 1);
}

std::int64_t per_second(Unit unit) {
  return unit == Unit::second ? 1 : unit == Unit::milli ? 1'000 : unit == Unit::micro ? 1'000'000 : 1'000'000'000;
}

// Of a time within a day; at most 18 characters.
char* time(char* at, std::int64_t count, std::int64_t scale) {
  auto const seconds = static_cast<std::uint32_t>(count / scale);
  at = two(at, seconds / 3'600);
  *at++ = ':';
  at = two(at, seconds / 60 % 60);
  *at++ = ':';
  at = two(at, seconds % 60);
  auto const nanos = static_cast<std::uint32_t>(count % scale * (1'000'000'000 / scale));
  if (nanos == 0) return at;
  *at++ = '.';
  at = three(at, nanos / 1'000'000);
  if (nanos % 1'000'000 == 0) return at;
  at = three(at, nanos / 1'000 % 1'000);
  return nanos % 1'000 == 0 ? at : three(at, nanos % 1'000);
}

// The digits of a 128-bit number end at `end`; returns where they begin.
__extension__ using Wide = unsigned __int128;
char* digits_before(char* end, Wide value) {
  constexpr std::uint64_t chunk = 1'000'000'000'000'000'000;
  auto* at = end;
  while (value >> 64 != 0) {
    auto low = static_cast<std::uint64_t>(value % chunk);
    value /= chunk;
    for (int i = 0; i < 18; ++i, low /= 10) *--at = static_cast<char>('0' + low % 10);
  }
  for (auto low = static_cast<std::uint64_t>(value); low != 0 || at == end; low /= 10)
    *--at = static_cast<char>('0' + low % 10);
  return at;
}

}  // namespace

void write_float(Text& out, float value) { write_any_float(out, value); }
void write_float(Text& out, double value) { write_any_float(out, value); }

void write_decimal(Text& out, Decimal value, std::int32_t scale) {
  auto wide = static_cast<Wide>(static_cast<std::uint64_t>(value.high)) << 64 | value.low;
  if (value.high < 0) {
    wide = ~wide + 1;
    out.put('-');
  }
  char room[64];
  auto* const end = room + sizeof room;
  auto const* const begin = digits_before(end, wide);
  std::string_view const digits{begin, static_cast<std::size_t>(end - begin)};
  if (scale <= 0) {
    out.put(digits);
    for (auto zeros = wide == 0 ? 0 : -scale; zeros > 0; --zeros) out.put('0');
    return;
  }
  auto const fraction = static_cast<std::size_t>(scale);
  if (digits.size() > fraction) {
    out.put(digits.substr(0, digits.size() - fraction));
    out.put('.');
    return out.put(digits.substr(digits.size() - fraction));
  }
  out.put("0.");
  for (auto zeros = fraction - digits.size(); zeros > 0; --zeros) out.put('0');
  out.put(digits);
}

void write_date(Text& out, std::int64_t days) {
  if (days < first_day || days > last_day) return out.put(date_text(days));
  out.wrote_to(date(out.room(16), days));
}

void write_time(Text& out, std::int64_t count, Unit unit) {
  auto const scale = per_second(unit);
  if (count < 0 || count >= seconds_a_day * scale) return out.put(time_text(count, unit));
  out.wrote_to(time(out.room(24), count, scale));
}

void write_timestamp(Text& out, std::int64_t count, Type const& type) {
  auto const scale = per_second(type.unit);
  auto const per_day = seconds_a_day * scale;
  auto days = count / per_day;
  auto rest = count % per_day;
  if (rest < 0) {
    rest += per_day;
    --days;
  }
  if (days < first_day || days > last_day) return out.put(timestamp_text(count, type));
  auto* at = date(out.room(40), days);
  *at++ = 'T';
  at = time(at, rest, scale);
  if (!type.zone.empty()) *at++ = 'Z';
  out.wrote_to(at);
}

void write_uuid(Text& out, std::string_view bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  auto* at = out.room(bytes.size() * 2 + 4);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = hex[static_cast<unsigned char>(bytes[i]) >> 4];
    *at++ = hex[static_cast<unsigned char>(bytes[i]) & 15];
  }
  out.wrote_to(at);
}

void write_base64(Text& out, std::string_view bytes) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
  auto* at = out.room((bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    auto const word = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (auto const shift : {18, 12, 6, 0}) *at++ = digits[word >> shift & 63];
  }
  if (auto const left = bytes.size() - i; left > 0) {
    auto const word = byte(i) << 16 | (left > 1 ? byte(i + 1) << 8 : 0);
    *at++ = digits[word >> 18];
    *at++ = digits[word >> 12 & 63];
    *at++ = left > 1 ? digits[word >> 6 & 63] : '=';
    *at++ = '=';
  }
  out.wrote_to(at);
}

}  // namespace oar::file
