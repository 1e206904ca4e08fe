// Numbers, dates and other values as text: what they are read as, and what is refused.
#include "plugins/file/source/number.hpp"
#include "plugins/file/source/moment.hpp"
#include "plugins/file/source/value.hpp"

#include <catch2/catch.hpp>

#include <charconv>
#include <cmath>
#include <random>

using namespace oar::file;

TEST_CASE("an integer is read only when it would be written the same") {
  struct Case {
    char const* text;
    std::optional<std::int64_t> value;
  };
  for (auto const& [text, value] :
       {Case{"0", 0}, Case{"-1", -1}, Case{"9223372036854775807", INT64_MAX}, Case{"-9223372036854775808", INT64_MIN},
        Case{"9223372036854775808", {}}, Case{"007", {}}, Case{"-0", {}}, Case{"+1", {}}, Case{"1 ", {}},
        Case{" 1", {}}, Case{"", {}}, Case{"-", {}}, Case{"1.0", {}}, Case{"0x1", {}},
        Case{"999999999999999999", 999999999999999999}, Case{"00", {}}}) {
    INFO(text);
    CHECK(read_int64(text) == value);
  }
  CHECK(read_uint64("18446744073709551615") == UINT64_MAX);
  CHECK_FALSE(read_uint64("18446744073709551616"));
  CHECK_FALSE(read_uint64("-1"));
}

TEST_CASE("a float64 is read when its shortest form has all digits of the text but trailing zeros") {
  struct Case {
    char const* text;
    std::optional<double> value;
  };
  for (auto const& [text, value] : {Case{"0.1", 0.1},
                                    Case{"0.10", 0.1},
                                    Case{"1.0", 1.0},
                                    Case{"-12.50", -12.5},
                                    Case{"1e5", 1e5},
                                    Case{"1.5E-7", 1.5e-7},
                                    Case{"0.30000000000000004", 0.30000000000000004},
                                    Case{"17", 17.0},
                                    Case{"0.30000000000000000000", 0.3},
                                    Case{"9007199254740992", 9007199254740992.0},
                                    Case{"9007199254740993", {}},
                                    Case{"0.1000000000000000055511151231257827", {}},
                                    Case{"123456789012345.678901", {}},
                                    Case{"1e400", {}},
                                    Case{"1e-400", {}},
                                    Case{"nan", {}},
                                    Case{"inf", {}},
                                    Case{".5", {}},
                                    Case{"5.", {}},
                                    Case{"00.5", {}},
                                    Case{"1.2.3", {}},
                                    Case{"1e", {}},
                                    Case{"--1", {}},
                                    Case{"100000000000000000000000", 1e23},
                                    Case{"0.0", 0.0},
                                    Case{"1,5", {}},
                                    Case{"1_000", {}}}) {
    INFO(text);
    CHECK(read_float64(text) == value);
  }
  CHECK(read_float64("123456789012345.678901", Digits::round) == 123456789012345.678901);
  CHECK(std::signbit(*read_float64("-0.0")));
}

TEST_CASE("what the quick way reads is what from_chars reads, digit for digit") {
  std::mt19937_64 random{7};
  for (int i = 0; i < 100'000; ++i) {
    auto text = std::to_string(random() % 1'000'000'000'000'000);
    if (auto const point = random() % text.size(); point > 0) text.insert(point, ".");
    if (random() % 3 == 0) text.insert(0, "-");
    double wanted = 0;
    std::from_chars(text.data(), text.data() + text.size(), wanted);
    auto const got = read_float64(text);
    INFO(text);
    auto const leading_zero = text.starts_with("0") && text.size() > 1 && text[1] != '.';
    REQUIRE((got.has_value() || leading_zero));
    if (got) REQUIRE(*got == wanted);
  }
}

TEST_CASE("a decimal keeps every digit or is refused") {
  using oar::Decimal;
  CHECK(read_decimal("12.34", 38, 2) == Decimal{1234, 0});
  CHECK(read_decimal("-12.34", 38, 2) == Decimal{static_cast<std::uint64_t>(-1234), -1});
  CHECK(read_decimal("12.3", 38, 4) == Decimal{123000, 0});
  CHECK(read_decimal("12.3400", 4, 2) == Decimal{1234, 0});
  CHECK(read_decimal("1e3", 4, 0) == Decimal{1000, 0});
  CHECK(read_decimal("0", 1, 0) == Decimal{0, 0});
  CHECK(read_decimal("18446744073709551616", 38, 0) == Decimal{0, 1});
  CHECK_FALSE(read_decimal("12.345", 38, 2));
  CHECK_FALSE(read_decimal("123.4", 3, 1));
  CHECK_FALSE(read_decimal("1e38", 38, 0));
  CHECK_FALSE(read_decimal("x", 38, 2));
}

TEST_CASE("dates and times are read when the calendar has them") {
  CHECK(read_date("1970-01-01") == 0);
  CHECK(read_date("2000-02-29") == 11016);
  CHECK(read_date("0001-01-01") == -719162);
  CHECK(read_date("9999-12-31") == 2932896);
  for (auto const* text : {"2001-02-29", "1900-02-29", "2000-13-01", "2000-00-01", "2000-01-32", "0000-01-01",
                           "2000-1-1", "2000/01/01", "20000101", "2000-01-0a"})
    CHECK_FALSE(read_date(text));
  CHECK(read_time("00:00:01.5") == 1'500'000);
  CHECK(read_time("23:59:59.999999") == 86'399'999'999);
  for (auto const* text : {"24:00:00", "00:60:00", "00:00:60", "00:00", "00:00:00.", "00:00:00.1234567"})
    CHECK_FALSE(read_time(text));
  CHECK(read_local_timestamp("1970-01-02 00:00:01") == 86'401'000'000);
  CHECK_FALSE(read_local_timestamp("1970-01-02 00:00:01Z"));
  CHECK(read_timestamp("1970-01-01T01:00:00+01:00") == 0);
  CHECK(read_timestamp("1970-01-01T00:00:00.000001Z") == 1);
  CHECK(read_timestamp("1969-12-31 23:30:00-00:30") == 0);
  for (auto const* text : {"1970-01-01T00:00:00", "1970-01-01T00:00:00+1", "1970-01-01T00:00:00 UTC"})
    CHECK_FALSE(read_timestamp(text));
}

TEST_CASE("other values are checked before they are stored") {
  CHECK(read_boolean("TRUE") == true);
  CHECK_FALSE(read_boolean("yes"));
  CHECK(read_uuid("00112233-4455-6677-8899-aabbccddeeff")->bytes[15] == 0xff);
  CHECK_FALSE(read_uuid("00112233-4455-6677-8899-aabbccddeefg"));
  CHECK(is_json(R"({"a": [1, 2]})"));
  CHECK_FALSE(is_json("{a: 1}"));
  CHECK(is_inet("10.0.0.1/8"));
  CHECK(is_inet("fe80::1"));
  CHECK_FALSE(is_inet("10.0.0.1/33"));
  CHECK(is_mac("52:54:00:12:34:56"));
  CHECK_FALSE(is_mac("52-54-00-12-34-56"));
}
