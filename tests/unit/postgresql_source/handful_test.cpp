// Rows gathered and taken apart.
#include <catch2/catch.hpp>

#include "plugins/postgresql/source/handful.hpp"

using namespace oar::postgresql::source;
using namespace std::string_view_literals;

namespace {

// A row of one value.
std::string row_of(std::string_view value) {
  auto const size = static_cast<std::uint32_t>(value.size());
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xff);
  return out.append(value);
}

}  // namespace

TEST_CASE("a row of any size finds room where no other is") {
  Handful rows{{0}};
  std::string const huge(200'000, 'x');
  REQUIRE(rows.add(row_of("small")));
  CHECK_FALSE(rows.has_room(huge.size()));
  rows.drop_last();  // nobody wants it
  REQUIRE(rows.has_room(huge.size()));
  REQUIRE(rows.add(row_of(huge)));
  CHECK(rows.rows() == 1);
  CHECK(rows.row(0)[0].bytes() == huge);
  rows.clear();
  REQUIRE(rows.add(row_of("small")));
  CHECK_FALSE(rows.has_room(huge.size()));  // one large row makes no larger handfuls
  rows.clear();
  while (rows.has_room(9)) REQUIRE(rows.add(row_of("small")));
  CHECK(rows.rows() == rows.most_rows());
  CHECK(rows.column(0)[rows.rows() - 1].bytes() == "small");
}

TEST_CASE("values of a wrong width, and rows cut short, are noticed") {
  struct Case {
    std::string_view row;
    bool taken, odd;
  };
  for (auto const& each :
       {Case{"\0\0\0\4abcd\0\0\0\1x"sv, true, false}, Case{"\0\0\0\3abc\0\0\0\1x"sv, true, true},
        Case{"\xff\xff\xff\xff\0\0\0\0"sv, true, false}, Case{"\0\0\0\4abcd"sv, false, false},
        Case{"\0\0\0\4abcd\0\0\0\2x"sv, false, false}, Case{"\0\0\0\4abcd\0\0\0\1xy"sv, false, false}}) {
    Handful rows{{4, 0}};
    CAPTURE(each.row);
    CHECK(rows.add(each.row) == each.taken);
    if (each.taken) CHECK(rows.is_odd() == each.odd);
  }
}
