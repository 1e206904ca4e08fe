#pragma once
// Single values as text, the same in CSV and in NDJSON, spelled as oar::append_json spells them, but without the
// quotes.

#include <oar/type.hpp>
#include <oar/value.hpp>

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string_view>

#include "plugins/file/formats/text_write.hpp"

namespace oar::file {

template <std::integral T>
void write_integer(Text& out, T value) {
  auto* const at = out.room(24);
  out.wrote_to(std::to_chars(at, at + 24, value).ptr);
}

// The shortest text that reads back as the same number; NaN, Infinity, -Infinity.
void write_float(Text& out, float value);
void write_float(Text& out, double value);

// All digits, the point where the scale says.
void write_decimal(Text& out, Decimal value, std::int32_t scale);

// 2026-01-02
void write_date(Text& out, std::int64_t days);
// 03:04:05, 03:04:05.678, 03:04:05.678901: as many groups of three fraction digits as the value needs.
void write_time(Text& out, std::int64_t count, Unit unit);
// 2026-01-02T03:04:05.678Z; without the Z where the type has no zone.
void write_timestamp(Text& out, std::int64_t count, Type const& type);

// 16 bytes as 36 characters.
void write_uuid(Text& out, std::string_view bytes);
// With padding, in one line.
void write_base64(Text& out, std::string_view bytes);

}  // namespace oar::file
