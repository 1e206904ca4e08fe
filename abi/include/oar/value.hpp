#pragma once
// Values that C++ has no type of its own for; each stands for one type of a column.

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>

namespace oar {

// Text that is one JSON value (oar.json).
struct Json {
  std::string text;
  auto operator<=>(Json const&) const = default;
};

// An address with or without prefix length, as PostgreSQL's inet prints it: "10.0.0.1", "fe80::1/64" (oar.inet).
struct Inet {
  std::string text;
  auto operator<=>(Inet const&) const = default;
};

// Lower-case hex pairs with colons: "52:54:00:12:34:56" (oar.mac).
struct Mac {
  std::string text;
  auto operator<=>(Mac const&) const = default;
};

// Big-endian, as it is printed (oar.uuid).
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(Uuid const&) const = default;
};

struct Bytes {
  std::string data;
  auto operator<=>(Bytes const&) const = default;
};

// Days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(Date const&) const = default;
};

// Microseconds since midnight.
struct TimeOfDay {
  std::int64_t micros = 0;
  auto operator<=>(TimeOfDay const&) const = default;
};

// A moment: microseconds since 1970-01-01 00:00 UTC.
struct Timestamp {
  std::int64_t micros = 0;
  auto operator<=>(Timestamp const&) const = default;

  static Timestamp seconds(std::int64_t since_epoch) { return {since_epoch * 1'000'000}; }
};

// A calendar's date and time without a zone, as microseconds since 1970-01-01 00:00 there.
struct LocalTimestamp {
  std::int64_t micros = 0;
  auto operator<=>(LocalTimestamp const&) const = default;
};

// Microseconds.
struct Duration {
  std::int64_t micros = 0;
  auto operator<=>(Duration const&) const = default;
};

// The unscaled value in two's complement, least significant word first; the scale belongs to the column's type.
struct Decimal {
  std::uint64_t low = 0;
  std::int64_t high = 0;
  auto operator<=>(Decimal const&) const = default;
};

}  // namespace oar
