#include "host/sync/rows/key_column.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "host/contract/layout.hpp"
#include "host/sync/rows/number_text.hpp"
#include "host/sync/rows/table_metadata.hpp"

namespace oar::sync {
namespace {

using contract::bit_at;
using contract::offset_at;

template <class T>
T value_at(ArrowArray const& array, std::int64_t i) {
  T value;
  std::memcpy(&value, static_cast<T const*>(array.buffers[1]) + i, sizeof value);
  return value;
}

std::int64_t integer_at(Kind kind, ArrowArray const& array, std::int64_t i) {
  switch (kind) {
    case Kind::int8:
      return value_at<std::int8_t>(array, i);
    case Kind::uint8:
      return value_at<std::uint8_t>(array, i);
    case Kind::int16:
      return value_at<std::int16_t>(array, i);
    case Kind::uint16:
      return value_at<std::uint16_t>(array, i);
    case Kind::int32:
    case Kind::date32:
    case Kind::time32:
      return value_at<std::int32_t>(array, i);
    case Kind::uint32:
      return value_at<std::uint32_t>(array, i);
    default:
      return value_at<std::int64_t>(array, i);
  }
}

void put(std::string& out, char tag, std::string_view text) {
  out += tag;
  auto size = text.size();
  for (; size >= 0x80; size >>= 7) out += static_cast<char>(0x80 | (size & 0x7f));
  out += static_cast<char>(size);
  out += text;
}

void put_float(std::string& out, double value) {
  if (value == 0) value = 0;  // -0 too
  auto bits = std::isnan(value) ? std::uint64_t{0x7ff8000000000000} : std::bit_cast<std::uint64_t>(value);
  char bytes[8];
  for (int i = 7; i >= 0; --i, bits >>= 8) bytes[i] = static_cast<char>(bits & 0xff);
  put(out, 'f', {bytes, 8});
}

void put_number(std::string& out, char tag, Wide value, int scale) {
  NumberText text;
  put(out, tag, text.write(value, scale));
}

int scale_of(Unit unit) {
  switch (unit) {
    case Unit::second:
      return 0;
    case Unit::milli:
      return 3;
    case Unit::micro:
      return 6;
    default:
      return 9;
  }
}

bool put_bytes(std::string& out, char tag, ArrowArray const& array, std::int64_t width, std::int64_t i) {
  auto const first = offset_at(array.buffers[1], width, i);
  auto const last = offset_at(array.buffers[1], width, i + 1);
  if (first < 0 || last < first) return false;
  auto const* bytes = static_cast<char const*>(array.buffers[2]);
  put(out, tag,
      first == last ? std::string_view{} : std::string_view{bytes + first, static_cast<std::size_t>(last - first)});
  return true;
}

void put_fixed(std::string& out, ArrowArray const& array, std::int32_t width, std::int64_t i) {
  auto const size = static_cast<std::size_t>(width);
  auto const* bytes = static_cast<char const*>(array.buffers[1]);
  put(out, 'x', size == 0 ? std::string_view{} : std::string_view{bytes + size * static_cast<std::size_t>(i), size});
}

// False when the bytes are no value.
bool put_value(std::string& out, Type const& type, ArrowArray const& array, std::int64_t i) {
  switch (type.kind) {
    case Kind::boolean:
      put(out, 'b', bit_at(array.buffers[1], i) ? "1" : "0");
      return true;
    case Kind::uint64:
      put_number(out, 'n', Wide::of(value_at<std::uint64_t>(array, i)), 0);
      return true;
    case Kind::float32:
      put_float(out, static_cast<double>(value_at<float>(array, i)));
      return true;
    case Kind::float64:
      put_float(out, value_at<double>(array, i));
      return true;
    case Kind::decimal128:
      put_number(out, 'n', Wide::of_little_endian(static_cast<char const*>(array.buffers[1]) + 16 * i), type.scale);
      return true;
    case Kind::text:
      return put_bytes(out, 'u', array, 4, i);
    case Kind::large_text:
      return put_bytes(out, 'u', array, 8, i);
    case Kind::binary:
      return put_bytes(out, 'x', array, 4, i);
    case Kind::large_binary:
      return put_bytes(out, 'x', array, 8, i);
    case Kind::fixed_binary:
      put_fixed(out, array, type.width, i);
      return true;
    case Kind::date32:
      put_number(out, 'd', Wide::of(integer_at(type.kind, array, i)), 0);
      return true;
    case Kind::time32:
    case Kind::time64:
      put_number(out, 't', Wide::of(integer_at(type.kind, array, i)), scale_of(type.unit));
      return true;
    case Kind::timestamp:
      put_number(out, type.zone.empty() ? 'l' : 'i', Wide::of(integer_at(type.kind, array, i)), scale_of(type.unit));
      return true;
    case Kind::duration:
      put_number(out, 'D', Wide::of(integer_at(type.kind, array, i)), scale_of(type.unit));
      return true;
    default:
      put_number(out, 'n', Wide::of(integer_at(type.kind, array, i)), 0);
      return true;
  }
}

bool is_null(ArrowArray const& array, std::int64_t i) {
  return array.n_buffers == 0 || (array.null_count != 0 && array.buffers[0] && !bit_at(array.buffers[0], i));
}

bool nested(Kind kind) {
  return kind == Kind::list || kind == Kind::large_list || kind == Kind::structure || kind == Kind::map;
}

}  // namespace

Result<KeyColumn> KeyColumn::make(ArrowSchema const& layout, std::size_t column) {
  auto const& schema = *layout.children[column];
  KeyColumn key;
  key.column_ = column;
  key.name_ = schema.name;
  key.type_ = OAR_TRY(parse_format(schema.dictionary ? schema.dictionary->format : schema.format));
  if (nested(key.type_.kind))
    return misbehaved("key column '", key.name_, "' is a ", schema.format,
                      "; a parent's or child's key has no lists, structs and maps");
  if (!schema.dictionary) return key;
  key.type_.dictionary = true;
  auto const index = OAR_TRY(parse_format(schema.format));
  key.index_ = index.kind;
  return key;
}

Result<KeyColumn::Value> KeyColumn::append(ArrowArray const& batch, std::int64_t row, std::string& out) const {
  auto const* array = batch.children[column_];
  auto i = batch.offset + row + array->offset;
  auto null = is_null(*array, i);
  if (type_.dictionary && !null) {
    auto const index = integer_at(index_, *array, i);
    array = array->dictionary;
    if (index < 0 || index >= array->length)
      return misbehaved("column '", name_, "', row ", row, ": index ", index, " is outside of a dictionary of ",
                        array->length);
    i = array->offset + index;
    null = is_null(*array, i);
  }
  if (null) {
    put(out, '\0', {});
    return Value::null;
  }
  if (!put_value(out, type_, *array, i))
    return misbehaved("column '", name_, "', row ", row, ": offsets that run backwards");
  return Value::present;
}

}  // namespace oar::sync
