// Numbers: of transactions (windows, epochs, sets), and numerics.
#include <catch2/catch.hpp>

#include <random>

#include "plugins/postgresql/source/decoder.hpp"
#include "plugins/postgresql/source/numeric.hpp"
#include "plugins/postgresql/source/seen.hpp"

using namespace oar::postgresql::source;

TEST_CASE("a snapshot's text gives its window") {
  auto const window = window_of("725:740:725,730");
  REQUIRE(window);
  CHECK(window->floor == 725);
  CHECK(window->ceiling == 740);
  CHECK(window_of("725:725:@0/16B3748"));
  CHECK_FALSE(window_of(""));
  CHECK_FALSE(window_of("740:725:"));
}

TEST_CASE("a row's 32 bits become the newest number that the snapshot can show") {
  constexpr std::uint64_t epoch = std::uint64_t{1} << 32;
  CHECK(full_number(700, 800) == 700);
  CHECK(full_number(700, 3 * epoch + 800) == 3 * epoch + 700);
  CHECK(full_number(0xffff'fff0, 3 * epoch + 800) == 2 * epoch + 0xffff'fff0);  // before the turn
  CHECK(full_number(2, 3 * epoch + 800) == 0);                                  // frozen by an old server
}

TEST_CASE("a set of transactions survives its text") {
  Seen seen;
  for (auto const number : {750ull, 740ull, 742ull, 741ull, 744ull, 740ull, 5'000'000'000ull}) seen.add(number);
  CHECK(seen.text() == "740+2,1,5,4999999249");
  auto again = Seen::parse(seen.text());
  REQUIRE(again);
  CHECK(again->contains(742));
  CHECK_FALSE(again->contains(743));
  CHECK(again->contains(5'000'000'000));
  again->forget_below(742);
  CHECK_FALSE(again->contains(741));
  CHECK(again->contains(742));
  CHECK(again->contains(744));
  CHECK_FALSE(Seen::parse("12;"));
  CHECK(Seen::parse("")->empty());
}

TEST_CASE("bytes that are no numeric are refused, not read past their end") {
  using namespace std::string_view_literals;
  CHECK_FALSE(decimal_of("\0\1\0\0\0\0"sv, 10, 2));
  CHECK_FALSE(decimal_of("\0\2\0\0\0\0\0\0\0\1"sv, 10, 2));
  std::string text;
  CHECK_FALSE(append_numeric_text(text, "\0\2\0\0\0\0\0\0\0\1"sv));
  CHECK_FALSE(decimal_of("\0\1\0\0\0\0\0\0\x27\x0f"sv, 3, 0));  // 9999 has four digits
  CHECK(decimal_of("\0\1\0\0\0\0\0\0\x27\x0f"sv, 4, 0)->low == 9999);
  CHECK_FALSE(decimal_of("\0\1\xff\xff\0\0\0\4\0\1"sv, 38, 3));  // 0.0001 at a scale of three
}

TEST_CASE("a day that no server sends is no date, instead of one that is too large a number") {
  using namespace std::string_view_literals;
  oar::postgresql::source::Decoder const date{.how = How::date, .width = 4, .type = oar::Type::date};
  CHECK(misfit(date, {"\x7f\xda\x5f\x43", 4}).empty());  // 5874897-12-31 and somewhat more
  CHECK(misfit(date, {"\x7f\xff\xff\xfe", 4}) == "is later than a date can be"sv);
}

TEST_CASE("a numeric that surely fits its column does") {
  std::mt19937 random{20'261'123};
  auto const between = [&](int least, int most) { return std::uniform_int_distribution{least, most}(random); };
  auto const put = [](std::string& into, int value) {
    into += static_cast<char>(value >> 8);
    into += static_cast<char>(value & 0xff);
  };
  int sure = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string numeric;
    auto const count = between(0, 4);
    put(numeric, count);
    put(numeric, between(-2, 4));
    put(numeric, between(0, 3) * 0x4000);
    put(numeric, 0);
    for (int digit = 0; digit < count; ++digit) put(numeric, between(0, 99) * (between(0, 1) == 0 ? 1 : 100));
    auto const precision = between(1, 38);
    auto const scale = between(0, precision);
    if (!surely_decimal(numeric, precision, scale)) continue;
    ++sure;
    REQUIRE(decimal_of(numeric, precision, scale));
  }
  CHECK(sure > 20'000);
}
