#include "plugins/file/source/guess.hpp"

#include "plugins/file/source/moment.hpp"
#include "plugins/file/source/value.hpp"

#include <algorithm>

namespace oar::file {

bool NumberGuess::see(std::string_view text) {
  auto const shape = shape_of(text);
  if (!shape) return false;
  whole_digits_ = std::max(whole_digits_, shape->whole_digits);
  fraction_digits_ = std::max(fraction_digits_, shape->fraction_digits);
  integers_ = integers_ && shape->integer;
  int64_ = int64_ && read_int64(text).has_value();
  float64_ = float64_ && read_float64(text).has_value();
  return true;
}

Type NumberGuess::type() const {
  if (int64_) return Type::int64;
  if (integers_ && whole_digits_ <= 38) return Type::decimal(38, 0);
  if (float64_) return Type::float64;
  // All 38 digits, so that a later number may be greater.
  if (whole_digits_ + fraction_digits_ <= 38) return Type::decimal(38, static_cast<std::int32_t>(fraction_digits_));
  return Type::text;
}

void TextGuess::see(std::string_view text) {
  seen_ = true;
  number_ = number_ && numbers_.see(text);
  boolean_ = boolean_ && read_boolean(text);
  date_ = date_ && read_date(text);
  timestamp_ = timestamp_ && read_timestamp(text);
  local_timestamp_ = local_timestamp_ && read_local_timestamp(text);
}

Type TextGuess::type() const {
  if (!seen_) return Type::text;
  if (number_) return numbers_.type();
  if (boolean_) return Type::boolean;
  if (date_) return Type::date;
  if (timestamp_) return Type::timestamp;
  if (local_timestamp_) return Type::local_timestamp;
  return Type::text;
}

void JsonGuess::see(JsonKind kind, std::string_view raw) {
  switch (kind) {
    case JsonKind::null:
      return;
    case JsonKind::boolean:
      booleans_ = true;
      return;
    case JsonKind::string:
      strings_ = true;
      return;
    case JsonKind::nested:
      nested_ = true;
      return;
    case JsonKind::number:
      numbers_seen_ = true;
      numbers_.see(raw);
  }
}

Type JsonGuess::type() const {
  if (only_numbers()) return numbers_.type();
  auto const kinds = int{numbers_seen_} + int{strings_} + int{booleans_};
  if (nested_ || kinds != 1) return Type::json;
  return strings_ ? Type::text : Type::boolean;
}

}  // namespace oar::file
