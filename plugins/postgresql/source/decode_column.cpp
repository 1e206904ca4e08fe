// Many values of one column at once.

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "plugins/postgresql/source/bytes.hpp"
#include "plugins/postgresql/source/decoder.hpp"
#include "plugins/postgresql/source/epoch.hpp"

namespace oar::postgresql::source {
namespace {

bool has_nulls(RawColumn values) {
  bool found = false;
  for (std::size_t i = 0; i < values.rows; ++i) found |= values[i].is_null();
  return found;
}

bool each_fits(Decoder const& decoder, RawColumn values) {
  for (std::size_t i = 0; i < values.rows; ++i)
    if (!misfit(decoder, values[i]).empty()) return false;
  return true;
}

// Without NULLs: none is infinite, or so late that it leaves its range when the years up to 2000 are added.
template <class T>
bool all_within(RawColumn values, T most) {
  bool outside = false;
  for (std::size_t i = 0; i < values.rows; ++i) {
    auto const value = read_number<T>(values[i].data);
    outside |= value > most || value == std::numeric_limits<T>::min();
  }
  return !outside;
}

template <class T>
void append_numbers(RawColumn values, T shift, Column& column) {
  std::array<T, RawColumn::most> numbers;
  for (std::size_t i = 0; i < values.rows; ++i) numbers[i] = static_cast<T>(read_number<T>(values[i].data) + shift);
  column.append_all(std::span<T const>{numbers.data(), values.rows});
}

}  // namespace

bool fit(Decoder const& decoder, RawColumn values) {
  switch (decoder.how) {
    case How::boolean:
    case How::int16:
    case How::int32:
    case How::int64:
    case How::mac:
      return true;
    case How::text:
      return !decoder.check_utf8 || each_fits(decoder, values);
    case How::date:
      return has_nulls(values) ? each_fits(decoder, values) : all_within(values, latest_date);
    case How::timestamp:
      return has_nulls(values) ? each_fits(decoder, values) : all_within(values, latest_timestamp);
    default:
      return each_fits(decoder, values);
  }
}

void append(Decoder const& decoder, RawColumn values, Column& column) {
  if (!has_nulls(values)) {
    switch (decoder.how) {
      case How::int16:
        return append_numbers<std::int16_t>(values, 0, column);
      case How::int32:
        return append_numbers<std::int32_t>(values, 0, column);
      case How::int64:
        return append_numbers<std::int64_t>(values, 0, column);
      case How::date:
        return append_numbers<std::int32_t>(values, days_to_2000, column);
      case How::timestamp:
        return append_numbers<std::int64_t>(values, micros_to_2000, column);
      case How::text:
        return column.append_all_bytes(values.rows, [&](std::size_t i) { return values[i].bytes(); });
      default:
        break;
    }
  }
  for (std::size_t i = 0; i < values.rows; ++i) append(decoder, values[i], column);
}

}  // namespace oar::postgresql::source
