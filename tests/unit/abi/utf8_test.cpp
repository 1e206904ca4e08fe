#include <oar/utf8.hpp>

#include <catch2/catch.hpp>
#include <string>

TEST_CASE("UTF-8 is told from what only looks like it, wherever in a text it stands") {
  struct Case {
    std::string bytes;
    std::size_t length;  // 0 = no character
  };
  Case const cases[] = {{"a", 1},
                        {"\u00e4", 2},
                        {"\u20ac", 3},
                        {"\uFFFD", 3},
                        {"\U0001F6A3", 4},
                        {"\U0010FFFF", 4},
                        {"\x80", 0},              // the rest of nothing
                        {"\xC0\xAF", 0},          // overlong
                        {"\xE0\x9F\xBF", 0},      // overlong
                        {"\xF0\x8F\xBF\xBF", 0},  // overlong
                        {"\xED\xA0\x80", 0},      // a surrogate
                        {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
                        {"\xFF", 0},
                        {"\xE2\x82", 0}};  // cut short
  for (auto const& [bytes, length] : cases) {
    CAPTURE(bytes);
    CHECK(oar::utf8_length(bytes) == length);
    for (auto const before : {0u, 1u, 15u, 16u, 17u, 40u})
      for (auto const behind : {0u, 1u, 16u}) {
        auto const text = std::string(before, 'x') + bytes + std::string(behind, 'y');
        CHECK(oar::is_utf8(text) == (length > 0));
      }
  }
  CHECK(oar::is_utf8(""));
}
