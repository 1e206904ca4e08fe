// Lines and a live area on one stream.
#include <catch2/catch.hpp>

#include "catcher.hpp"
#include "host/report/screen.hpp"

using oar::report::Screen;

TEST_CASE("without a live area a line is written as it is") {
  Catcher out;
  Screen screen{out.fd()};
  screen.print("hello");
  screen.print("two\nlines\n");
  CHECK(out.text() == "hello\ntwo\nlines\n");
}

TEST_CASE("a line goes above the live area, which is drawn again below it") {
  Catcher out;
  Screen screen{out.fd()};
  screen.show({"first", "second"}, {5, 6});
  CHECK(out.text() == "first\x1b[K\nsecond\x1b[K\n");
  screen.print("log");
  CHECK(out.text() == "\x1b[2A\r\x1b[Jlog\nfirst\x1b[K\nsecond\x1b[K\n");
}

TEST_CASE("a frame is drawn over the one before, and a smaller one erases it first") {
  Catcher out;
  Screen screen{out.fd()};
  screen.show({"a", "b"}, {1, 1});
  out.text();
  screen.show({"c", "d"}, {1, 1});
  CHECK(out.text() == "\x1b[2A\rc\x1b[K\nd\x1b[K\n");
  screen.show({"e"}, {1});
  CHECK(out.text() == "\x1b[2A\r\x1b[Je\x1b[K\n");
}

TEST_CASE("lines that a narrower window has wrapped are erased with all their rows") {
  Catcher out;
  Screen screen{out.fd()};  // no terminal: counts as 80 columns
  screen.show({"x"}, {161});
  out.text();
  screen.clear();
  CHECK(out.text() == "\x1b[3A\r\x1b[J");
}

TEST_CASE("a screen that goes away takes its live area along, once") {
  Catcher out;
  {
    Screen screen{out.fd()};
    screen.show({"a"}, {1});
    screen.clear();
    out.text();
  }
  CHECK(out.text().empty());
}
