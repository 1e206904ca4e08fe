#include "plugins/postgresql/source/decoder.hpp"

#include <oar/utf8.hpp>

#include <limits>

#include "plugins/postgresql/source/address.hpp"
#include "plugins/postgresql/source/bytes.hpp"
#include "plugins/postgresql/source/epoch.hpp"
#include "plugins/postgresql/source/nested.hpp"
#include "plugins/postgresql/source/numeric.hpp"

namespace oar::postgresql::source {
namespace {

template <class T>
bool is_infinite(T value) {
  return value == std::numeric_limits<T>::max() || value == std::numeric_limits<T>::min();
}

std::string_view misfit_date(std::int32_t days) {
  if (is_infinite(days)) return "is infinite, which a date cannot be";
  return days > latest_date ? "is later than a date can be" : std::string_view{};
}

std::string_view misfit_timestamp(std::int64_t micros) {
  if (is_infinite(micros)) return "is infinite, which a timestamp cannot be";
  return micros > latest_timestamp ? "is later than a timestamp can be" : std::string_view{};
}

std::string_view misfit_text(Decoder const& decoder, std::string_view text) {
  if (!decoder.check_utf8 || is_utf8(text)) return {};
  return "is not UTF-8, and its database (SQL_ASCII) does not say what it is";
}

// Widths are right.
std::string_view misfit_value(Decoder const& decoder, RawValue value) {
  switch (decoder.how) {
    case How::date:
      return misfit_date(read_number<std::int32_t>(value.data));
    case How::timestamp:
      return misfit_timestamp(read_number<std::int64_t>(value.data));
    case How::decimal:
      return surely_decimal(value.bytes(), decoder.type.precision, decoder.type.scale) ||
                     decimal_of(value.bytes(), decoder.type.precision, decoder.type.scale)
                 ? std::string_view{}
                 : "is NaN, infinite or out of the range of its column";
    case How::numeric_text: {
      std::string text;
      return append_numeric_text(text, value.bytes()) ? std::string_view{} : "is no numeric";
    }
    case How::inet: {
      std::string text;
      return append_inet(text, value.bytes()) ? std::string_view{} : "is no address";
    }
    case How::jsonb:
      if (value.size == 0 || value.data[0] != 1) return "is jsonb of an unknown version";
      return misfit_text(decoder, value.bytes().substr(1));
    case How::text:
      return misfit_text(decoder, value.bytes());
    case How::list:
      return misfit_list(decoder, value.bytes());
    case How::record:
      return misfit_record(decoder, value.bytes());
    default:
      return {};
  }
}

template <bool Appender(std::string&, std::string_view)>
void append_as_text(Column& column, RawValue value) {
  static thread_local std::string text;
  text.clear();
  Appender(text, value.bytes());
  column.append_bytes(text);
}

}  // namespace

std::string_view misfit(Decoder const& decoder, RawValue value) {
  if (value.is_null()) return {};
  if (decoder.width > 0 && value.size != decoder.width) return "has another length than its type";
  return misfit_value(decoder, value);
}

void append(Decoder const& decoder, RawValue value, Column& column) {
  if (value.is_null()) return column.append_null();
  switch (decoder.how) {
    case How::boolean:
      return column.append_bool(*value.data != 0);
    case How::int16:
      return column.append(read_number<std::int16_t>(value.data));
    case How::int32:
      return column.append(read_number<std::int32_t>(value.data));
    case How::int64:
      return column.append(read_number<std::int64_t>(value.data));
    case How::text:
      return column.append_bytes(value.bytes());
    case How::jsonb:
      return column.append_bytes(value.bytes().substr(1));
    case How::date:
      return column.append(read_number<std::int32_t>(value.data) + days_to_2000);
    case How::timestamp:
      return column.append(read_number<std::int64_t>(value.data) + micros_to_2000);
    case How::decimal:
      return column.append(*decimal_of(value.bytes(), decoder.type.precision, decoder.type.scale));
    case How::numeric_text:
      return append_as_text<append_numeric_text>(column, value);
    case How::inet:
      return append_as_text<append_inet>(column, value);
    case How::mac:
      return append_as_text<append_mac>(column, value);
    case How::list:
      return append_list(decoder, value.bytes(), column);
    case How::record:
      return append_record(decoder, value.bytes(), column);
  }
}

}  // namespace oar::postgresql::source
