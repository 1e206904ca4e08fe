// Every type comes back as it was written.
#include "tests/unit/databases/round_trip.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("integers of every width are stored as integers and come back exactly") {
  CHECK(integers<std::int8_t>(Type::int8) == "integer|-128; integer|7; integer|127; null|NULL");
  integers<std::int16_t>(Type::int16);
  integers<std::int32_t>(Type::int32);
  CHECK(integers<std::int64_t>(Type::int64) ==
        "integer|-9223372036854775808; integer|7; integer|9223372036854775807; null|NULL");
  integers<std::uint8_t>(Type::uint8);
  integers<std::uint16_t>(Type::uint16);
  CHECK(integers<std::uint32_t>(Type::uint32) == "integer|0; integer|7; integer|4294967295; null|NULL");
  CHECK(values<std::int64_t>(Type::duration, {-5, 86'400'000'000}) == "integer|-5; integer|86400000000; null|NULL");
}

TEST_CASE("unsigned numbers beyond int64 keep all digits and their order") {
  CHECK(integers<std::uint64_t>(Type::uint64) == "integer|0; integer|7; text|18446744073709551615; null|NULL");
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, one_column(Type::uint64)};
  Rows rows{layout.table};
  auto const top = std::uint64_t{1} << 63;
  for (auto const value :
       {~std::uint64_t{0}, top, std::uint64_t{3}, top - 1, std::uint64_t{10'000'000'000'000'000'000u}})
    rows.row(value);
  write(*writer, layout, std::move(rows), "t");
  CHECK(database.ask("SELECT value FROM one ORDER BY value") ==
        "3; 9223372036854775807; 09223372036854775808; 10000000000000000000; 18446744073709551615");
}

TEST_CASE("floats come back exactly, and NaN does not become NULL") {
  using Limits = std::numeric_limits<double>;
  CHECK(values<double>(Type::float64, {0.5, Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) ==
        "real|0.5; text|NaN; real|Inf; real|-Inf; null|NULL");
  values<double>(Type::float64, {Limits::min(), Limits::max(), 0.1, 3.0, 1e300, Limits::denorm_min()});
  values<float>(Type::float32, {0.1f, std::numeric_limits<float>::quiet_NaN(), 16'777'217.0f});
}

TEST_CASE("booleans are 0 and 1") {
  auto const stored = round_trip(Type::boolean, [](Column& column) {
    column.append_bool(true);
    column.append_bool(false);
  });
  CHECK(stored == "integer|1; integer|0; null|NULL");
}

TEST_CASE("decimals keep every digit as text") {
  auto const minus_one = Decimal{~std::uint64_t{0}, -1};
  auto const large = Decimal{0x098a223fffffffff, 0x4b3b4ca85a86c47a};  // 38 nines
  CHECK(values<Decimal>(Type::decimal(38, 2), {minus_one, large, Decimal{12345, 0}}) ==
        "text|-0.01; text|999999999999999999999999999999999999.99; text|123.45; null|NULL");
  CHECK(values<Decimal>(Type::decimal(5, 0), {Decimal{7, 0}}) == "text|7; null|NULL");
}

TEST_CASE("text and bytes keep what is empty, NUL characters, and what looks like a number") {
  auto const odd = std::string{"a\0b", 3};
  CHECK(texts(Type::text, {"", "007", "1e5", "ü"}) == "text|; text|007; text|1e5; text|ü; null|NULL");
  texts(Type::text, {odd});
  texts(Type::large_text, {odd, ""});
  texts(Type::binary, {odd, "", "\xff"});
  texts({.kind = Kind::large_binary}, {odd, ""});
  texts(Type::fixed_binary(3), {odd});
  CHECK(texts(Type::json, {R"({"a": 1.50})", "12"}) == R"(text|{"a": 1.50}; text|12; null|NULL)");
  texts(Type::inet, {"10.0.0.1", "fe80::1/64"});
  texts(Type::mac, {"52:54:00:12:34:56"});
  texts(Type::dictionary_of(Type::text), {"a", "b", "a"});
  CHECK(texts(Type::uuid, {std::string{"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56\x78\x9a\xbc\xde\xf0", 16}}) ==
        "text|12345678-9abc-def0-1234-56789abcdef0; null|NULL");
}

TEST_CASE("dates and times are ISO 8601 text that keeps every digit") {
  CHECK(values<std::int32_t>(Type::date, {0, -1, 20'000}) ==
        "text|1970-01-01; text|1969-12-31; text|2024-10-04; null|NULL");
  CHECK(values<std::int64_t>(Type::time, {0, 86'399'999'999}) ==
        "text|00:00:00.000000; text|23:59:59.999999; null|NULL");
  values<std::int64_t>(nanos(Type::time), {1, 86'399'999'999'999});
  values<std::int32_t>(time32(Unit::second), {86'399});
  values<std::int32_t>(time32(Unit::milli), {86'399'999});
  CHECK(values<std::int64_t>(Type::timestamp, {-1, 1'700'000'000'123'456}) ==
        "text|1969-12-31T23:59:59.999999Z; text|2023-11-14T22:13:20.123456Z; null|NULL");
  CHECK(values<std::int64_t>(nanos(Type::local_timestamp), {-1, 1'700'000'000'123'456'789}) ==
        "text|1969-12-31T23:59:59.999999999; text|2023-11-14T22:13:20.123456789; null|NULL");
}

TEST_CASE("years before 0 and after 9999 come back, too") {
  values<std::int32_t>(Type::date,
                       {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()});
  values<std::int64_t>(Type::timestamp,
                       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()});
}

TEST_CASE("nested values are JSON text and come back exactly") {
  auto const stored = nested_round_trip();
  CHECK(stored.find(R"("n":18446744073709551615,"d":123.45)") != stored.npos);
}
