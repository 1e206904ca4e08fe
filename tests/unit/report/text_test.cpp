// Numbers and foreign text, as they are shown.
#include <catch2/catch.hpp>

#include "host/report/grid.hpp"
#include "host/report/text.hpp"

using namespace oar::report;
using std::chrono::milliseconds;

TEST_CASE("foreign text cannot move the cursor, ring, or fake a line") {
  CHECK(printable("a\x1b[2Jb\a") == "a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD");
  CHECK(printable("one\nerror: two") == "one\n    error: two");
  CHECK(printable("old\rnew\n") == "oldnew");
  CHECK(one_line("a\nb\tc") == "a b c");
  CHECK(printable("\xE2\x80\xAE"
                  "abc") ==
        "\xEF\xBF\xBD"
        "abc");  // right-to-left override
}

TEST_CASE("broken UTF-8 is mended, whole characters stay") {
  CHECK(printable("gr\xC3\xBC\xC3\x9F"
                  "e") ==
        "gr\xC3\xBC\xC3\x9F"
        "e");
  CHECK(printable("\xC3") == "\xEF\xBF\xBD");
  CHECK(printable("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  CHECK(printable("\xF4\x90\x80\x80").find("\xF4") == std::string::npos);      // beyond Unicode
}

TEST_CASE("widths count columns, not bytes") {
  CHECK(display_width("gr\xC3\xBC\xC3\x9F"
                      "e") == 5);
  CHECK(display_width("\xE8\xA1\xA8") == 2);  // a wide character
  CHECK(display_width("e\xCC\x81") == 1);     // a combining one
  CHECK(display_width(fit("\xE8\xA1\xA8\xE8\xA1\xA8\xE8\xA1\xA8\xE8\xA1\xA8\xE8\xA1\xA8", 8)) <= 8);
  CHECK(fit("a_very_long_table_name", 10) == "a_very_...");
  CHECK(fit("short", 10) == "short");
}

TEST_CASE("numbers, durations and counts read well") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(1234567) == "1,234,567");
  CHECK(short_count(999) == "999");
  CHECK(short_count(1234) == "1.2k");
  CHECK(short_count(999'600) == "1.0M");
  CHECK(duration_text(milliseconds{340}) == "0.3 s");
  CHECK(duration_text(milliseconds{125'000}) == "2:05");
  CHECK(duration_text(milliseconds{3'723'000}) == "1:02:03");
  CHECK(plural(1, "row") == "1 row");
  CHECK(plural(2000, "row") == "2,000 rows");
}

TEST_CASE("a grid aligns by columns and leaves nothing trailing") {
  Grid grid{{{"NAME"}, {"ROWS", Align::right}, {"STATE"}}};
  grid.add({"\xE8\xA1\xA8", "1,234", "done"});
  grid.add({"long_name", "5", ""});
  CHECK(grid.text("", {}) ==
        "NAME        ROWS  STATE\n"
        "\xE8\xA1\xA8         1,234  done\n"
        "long_name      5\n");
}
