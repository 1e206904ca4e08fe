#include "plugins/file/source/row_builder.hpp"

#include <oar/json_parts.hpp>

#include "plugins/file/formats/utf8.hpp"
#include "plugins/file/source/moment.hpp"
#include "plugins/file/source/value.hpp"

#include <limits>

namespace oar::file {
namespace {

template <class T>
bool keep(std::optional<T> const& value, std::int64_t& into) {
  if (value) into = static_cast<std::int64_t>(*value);
  return value.has_value();
}

template <class Narrow>
bool keep_narrow(std::string_view text, std::int64_t& into) {
  auto const value = read_int64(text);
  return value && std::in_range<Narrow>(*value) && keep(value, into);
}

}  // namespace

bool FixedColumn::read(std::size_t row, std::string_view text) {
  auto& word = words_[row * words_each()];
  switch (plan_.field.type.kind) {
    case Kind::int64:
      return keep(read_int64(text), word);
    case Kind::float64:
      if (auto const value = read_float64(text, plan_.digits())) {
        word = std::bit_cast<std::int64_t>(*value);
        return true;
      }
      return false;
    case Kind::decimal128:
      if (auto const value = read_decimal(text, plan_.field.type.precision, plan_.field.type.scale)) {
        word = static_cast<std::int64_t>(value->low);
        words_[row * 2 + 1] = value->high;
        return true;
      }
      return false;
    case Kind::boolean:
      return keep(read_boolean(text), word);
    case Kind::int8:
      return keep_narrow<std::int8_t>(text, word);
    case Kind::int16:
      return keep_narrow<std::int16_t>(text, word);
    case Kind::int32:
      return keep_narrow<std::int32_t>(text, word);
    case Kind::uint8:
      return keep_narrow<std::uint8_t>(text, word);
    case Kind::uint16:
      return keep_narrow<std::uint16_t>(text, word);
    case Kind::uint32:
      return keep_narrow<std::uint32_t>(text, word);
    case Kind::uint64:
      return keep(read_uint64(text), word);
    case Kind::float32:
      if (auto const value = read_float32(text)) {
        word = std::bit_cast<std::int32_t>(*value);
        return true;
      }
      return false;
    case Kind::date32:
      return keep(read_date(text), word);
    case Kind::time64:
      return keep(read_time(text), word);
    case Kind::timestamp:
      return keep(plan_.field.type.zone.empty() ? read_local_timestamp(text) : read_timestamp(text), word);
    default:
      return false;
  }
}

void FixedColumn::append_one(std::size_t row, Column& to) const {
  auto const word = words_[row * words_each()];
  switch (plan_.field.type.kind) {
    case Kind::boolean:
      return to.append_bool(word != 0);
    case Kind::int8:
    case Kind::uint8:
      return to.append(static_cast<std::uint8_t>(word));
    case Kind::int16:
    case Kind::uint16:
      return to.append(static_cast<std::uint16_t>(word));
    case Kind::int32:
    case Kind::uint32:
    case Kind::float32:
    case Kind::date32:
      return to.append(static_cast<std::uint32_t>(word));
    case Kind::decimal128:
      return to.append(Decimal{static_cast<std::uint64_t>(word), words_[row * 2 + 1]});
    default:
      return to.append(word);
  }
}

void FixedColumn::append(std::span<std::uint8_t const> left_out, bool any_left_out, Column& to) const {
  auto const is_word = detail::width_of(plan_.field.type) == sizeof(std::int64_t);
  if (is_word && nulls_ == 0 && !any_left_out) return to.append_all(std::span{words_});
  for (std::size_t row = 0; row < null_.size(); ++row) {
    if (left_out[row] != 0) continue;
    if (null_[row] != 0)
      to.append_null();
    else
      append_one(row, to);
  }
}

bool is_stored_text(Type const& type, std::string_view text) {
  switch (type.extension) {
    case Extension::json:
      return is_json(text);
    case Extension::uuid:
      return read_uuid(text).has_value();
    case Extension::inet:
      return is_inet(text);
    case Extension::mac:
      return is_mac(text);
    case Extension::none:
      break;
  }
  return type.kind == Kind::binary ? base64_bytes(text).has_value() : is_utf8(text);
}

void append_stored_text(Type const& type, std::string_view text, Column& to) {
  if (type.extension == Extension::uuid) {
    auto const uuid = read_uuid(text).value_or(Uuid{});
    to.append_bytes({reinterpret_cast<char const*>(uuid.bytes.data()), uuid.bytes.size()});
  } else if (type.kind == Kind::binary) {
    to.append_bytes(base64_bytes(text).value_or(std::string{}));
  } else {
    to.append_bytes(text);
  }
}

std::string misfit_of(ColumnPlan const& plan, std::string_view text) {
  constexpr std::size_t shown = 60;
  auto const what = "column " + plan.field.name + ": ";
  if (!is_utf8(text)) return what + "is not UTF-8";
  auto sample = text.substr(0, shown);
  while (!is_utf8(sample)) sample.remove_suffix(1);
  auto const more = sample.size() < text.size() ? "..." : "";
  return what + "\"" + std::string{sample} + more + "\" is no " + describe(plan.field.type);
}

}  // namespace oar::file
