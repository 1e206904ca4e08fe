// What is drawn of a running sync, and the counting behind it.
#include <catch2/catch.hpp>

#include "catcher.hpp"
#include "host/report/live.hpp"
#include "host/report/text.hpp"

using namespace oar::report;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

Board board_of(std::size_t tables) {
  Board board{.elapsed = 12s, .rows = 1234, .rate = 100};
  for (std::size_t i = 0; i < tables; ++i)
    board.lines.push_back({"linux", "local", "linux_table_" + std::to_string(i), i, i, 0, TableState::durable});
  return board;
}

struct Drawn {
  Catcher out;
  Screen screen{out.fd()};
  Redactor redactor;
  std::unique_ptr<Log> log = *Log::open({}, screen, Style{}, redactor);
  std::chrono::steady_clock::time_point now{1h};
  Tracker tracker{*log, [this] { return now; }};
  oar::sync::Route route{"linux", "local"};
};

}  // namespace

TEST_CASE("a frame fits any terminal") {
  auto const rows = GENERATE(1u, 5u, 6u, 24u);
  auto const columns = GENERATE(1u, 10u, 40u, 80u, 300u);
  auto board = board_of(60);
  board.lines.push_back({"s", "d", std::string(200, 'x'), 5, 5, 0, TableState::failed});
  auto const frame = draw(board, {.rows = rows, .columns = columns}, Style{true});
  CAPTURE(rows, columns);
  CHECK(frame.lines.size() <= std::max(rows - 1, 2u));
  REQUIRE(frame.widths.size() == frame.lines.size());
  for (auto const width : frame.widths) CHECK(width <= std::max(columns - 1, 1u));
}

TEST_CASE("when not all tables fit, those where something happens are shown, and how many are not") {
  auto board = board_of(60);
  board.lines[50].state = TableState::reading;
  board.lines[55].state = TableState::failed;
  auto const frame = draw(board, {.rows = 12, .columns = 80}, Style{});
  std::string all;
  for (auto const& line : frame.lines) all += line + "\n";
  CHECK_THAT(all, Contains("linux_table_50 ") && Contains("linux_table_55 ") && Contains("and 53 more tables"));
}

TEST_CASE("the tracker tells durable rows from rows that were only read, and who failed") {
  Drawn f;
  f.tracker.sync_started({"id", 0, {f.route}});
  f.tracker.table_read({"linux", "users", {.rows = 100}});
  f.tracker.table_read({"linux", "groups", {.rows = 10}});
  f.now += 1s;
  auto board = f.tracker.snapshot();
  REQUIRE(board.lines.size() == 2);
  CHECK(board.lines[0].rows == 0);
  CHECK(board.lines[0].read == 100);
  CHECK(board.lines[0].rate == Approx(100));
  CHECK(board.lines[0].state == TableState::reading);

  f.tracker.table_written({f.route, "users", {.rows = 100}});
  f.tracker.table_failed(f.route, "groups", oar::Error::of(oar::Errc::io, "disk full"));
  f.now += 10s;
  board = f.tracker.snapshot();
  CHECK(board.rows == 100);
  CHECK(board.failures == 1);
  CHECK(board.lines[0].state == TableState::durable);
  CHECK(board.lines[1].state == TableState::failed);
  CHECK_THAT(f.out.text(), Contains("linux -> local: groups: disk full"));
  CHECK(f.tracker.time_of(f.route, "users") == 1s);
}

TEST_CASE("a rate fades when nothing is read any more") {
  Drawn f;
  f.tracker.sync_started({"id", 0, {f.route}});
  f.tracker.table_read({"linux", "users", {.rows = 1000}});
  f.now += 1s;
  CHECK(f.tracker.snapshot().rate == Approx(1000));
  for (int i = 0; i < 30; ++i) {
    f.now += 1s;
    f.tracker.snapshot();
  }
  CHECK(f.tracker.snapshot().rate < 1);
}

TEST_CASE("warnings of plugins are counted and kept off the screen") {
  Drawn f;
  for (int i = 0; i < 5; ++i) f.tracker.warned({.source = "linux", .message = "cannot read"});
  CHECK(f.tracker.snapshot().warnings == 5);
  CHECK(f.out.text().empty());
}

TEST_CASE("a periodic line names a few of the tables that are read") {
  auto board = board_of(5);
  for (auto& line : board.lines) line.state = TableState::reading;
  CHECK(progress_line(board) ==
        "12.0 s: 1,234 rows durable, 100 rows/s, reading linux_table_0, linux_table_1, linux_table_2 and 2 more");
}
