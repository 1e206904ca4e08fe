// Reading by a column: ties, late rows, empty reads, and the source's own text.

#include <oar/cursor_column.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace {

using oar::ColumnValue;
using oar::Cursor;
using oar::CursorColumn;
using oar::Errc;
using oar::Fingerprint;

// A row of an upstream: its key and the value of its cursor column, a number as text.
struct Item {
  std::string key;
  std::string value;
};

bool below(ColumnValue const& a, ColumnValue const& b) { return std::stoll(a.text) < std::stoll(b.text); }
ColumnValue ten_below(ColumnValue const& value) { return {std::to_string(std::stoll(value.text) - 10)}; }

template <class T>
T opened(oar::Result<T> result) {
  REQUIRE(result);
  return *std::move(result);
}

struct Reading {
  std::string keys;  // of the rows that came, in order
  Cursor cursor;
};

// What a sync does: asks for the range, takes what passes, saves the cursor.
Reading read(std::vector<Item> const& upstream, Cursor const& from, oar::ValueOrder const& order = {below},
             std::string const& until = {}) {
  auto column = opened(CursorColumn::open(from, "n", order));
  if (!until.empty()) column.read_until({until});
  Reading done;
  for (auto const& [key, value] : upstream) {
    auto const& start = column.range().from;
    if (start && below({value}, *start)) continue;
    if (column.passes({value}, Fingerprint{}.add(key))) done.keys += key;
  }
  if (auto const cursor = column.cursor()) done.cursor = *cursor;
  return done;
}

}  // namespace

TEST_CASE("rows that tie at the boundary come once each, however late they are written") {
  auto const first = read({{"a", "1"}, {"b", "9"}, {"c", "10"}}, {});
  CHECK(first.keys == "abc");
  auto const second = read({{"b", "9"}, {"c", "10"}, {"d", "10"}, {"e", "11"}}, first.cursor);
  CHECK(second.keys == "de");
  CHECK(read({{"c", "10"}, {"e", "11"}, {"f", "11"}}, second.cursor).keys == "f");
}

TEST_CASE("an empty reading never moves a cursor, nor erases one, nor what it knows") {
  CHECK(read({}, {}).cursor.empty());
  auto const first = read({{"a", "5"}, {"b", "5"}}, {});
  auto const empty = read({}, first.cursor);
  CHECK(empty.cursor.bytes() == first.cursor.bytes());
  // One of the known rows is out of sight for once: it does not come again when it is back.
  auto const half = read({{"b", "5"}}, empty.cursor);
  CHECK(read({{"a", "5"}, {"b", "5"}, {"c", "5"}}, half.cursor).keys == "c");
}

TEST_CASE("rows that go away do not pull the cursor back") {
  auto const first = read({{"a", "5"}, {"b", "8"}}, {});
  auto const later = read({{"c", "8"}}, first.cursor);
  CHECK(later.keys == "c");
  CHECK(opened(CursorColumn::open(later.cursor, "n", {below})).range().from->text == "8");
}

TEST_CASE("within the overlap late rows come, and what was read before does not, in any order") {
  oar::ValueOrder const order{below, ten_below};
  auto const first = read({{"c", "90"}, {"a", "80"}, {"x", "20"}, {"d", "95"}}, {}, order);
  CHECK(first.keys == "caxd");
  CHECK(opened(CursorColumn::open(first.cursor, "n", order)).range().from->text == "85");
  auto const second =
      read({{"late", "86"}, {"c", "90"}, {"d", "95"}, {"e", "97"}, {"lost", "84"}}, first.cursor, order);
  CHECK(second.keys == "latee");
  auto const third = read({{"c", "90"}, {"late2", "88"}, {"d", "95"}, {"e", "97"}}, second.cursor, order);
  CHECK(third.keys == "late2");
}

TEST_CASE("a reading that is cut off in its overlap goes on without a gap and without a row twice") {
  oar::ValueOrder const order{below, ten_below};
  auto const first = read({{"a", "90"}, {"b", "95"}}, {}, order);
  auto column = opened(CursorColumn::open(first.cursor, "n", order));
  CHECK(column.passes({"88"}, Fingerprint{}.add(std::string_view{"late"})));
  auto const cut_off = column.cursor().value();
  CHECK(read({{"late", "88"}, {"a", "90"}, {"b", "95"}, {"c", "96"}}, cut_off, order).keys == "c");
}

TEST_CASE("the range is half open: what is at its end is left for the next reading") {
  auto const first = read({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {}, {below}, "3");
  CHECK(first.keys == "ab");
  CHECK(read({{"b", "2"}, {"c", "3"}, {"d", "4"}}, first.cursor).keys == "cd");
}

TEST_CASE("a row that changes is brought again: by its value, or by what its fingerprint is made of") {
  auto const first = read({{"a", "1"}}, {});
  CHECK(read({{"a", "2"}}, first.cursor).keys == "a");
  CHECK(read({{"A", "1"}}, first.cursor).keys == "A");
}

TEST_CASE("equal rows are counted") {
  auto const first = read({{"a", "1"}, {"a", "1"}}, {});
  CHECK(first.keys == "aa");
  CHECK(read({{"a", "1"}, {"a", "1"}, {"a", "1"}}, first.cursor).keys == "a");
}

TEST_CASE("the value is kept as the source wrote it, byte by byte") {
  auto const text = GENERATE(as<std::string>{}, "12.300000000000000000001", "2026-11-23 10:00:00.123456789+01:30",
                             std::string("\0\xff\"\\\n", 5), "", "grün");
  auto const as_text = [](ColumnValue const& a, ColumnValue const& b) { return a.text < b.text; };
  auto column = opened(CursorColumn::open({}, "at", {as_text}));
  CHECK(column.passes({text, "k"}, {}));
  auto const again = opened(CursorColumn::open(column.cursor().value(), "at", {as_text}));
  CHECK(again.range().from == ColumnValue{text, "k"});
}

TEST_CASE("a cursor of another column, or of something else, is expired") {
  auto const first = read({{"a", "1"}}, {});
  CHECK(CursorColumn::open(first.cursor, "m", {below}).error().code() == Errc::cursor_expired);
  CHECK(CursorColumn::open(Cursor{"42"}, "n", {below}).error().code() == Errc::cursor_expired);
  CHECK(CursorColumn::open(Cursor{R"({"column":"n","kind":"","value":"1","hex":false,"known":"zz"})"}, "n", {below})
            .error()
            .code() == Errc::cursor_expired);
}

TEST_CASE("more ties than are remembered come again, none is lost, and the next value is remembered again") {
  std::vector<Item> many;
  for (std::size_t i = 0; i < CursorColumn::most_known + 1; ++i) many.push_back({"k" + std::to_string(i), "7"});
  auto column = opened(CursorColumn::open({}, "n", {below}));
  for (auto const& [key, value] : many) CHECK(column.passes({value}, Fingerprint{}.add(key)));
  CHECK(column.forgets());
  CHECK(column.cursor().value().bytes().size() < 200);
  CHECK(column.passes({"8"}, Fingerprint{}.add(1)));
  CHECK_FALSE(column.forgets());
  auto next = opened(CursorColumn::open(column.cursor().value(), "n", {below}));
  CHECK_FALSE(next.passes({"8"}, Fingerprint{}.add(1)));
}

TEST_CASE("fingerprints tell apart what only looks alike, and are the same everywhere") {
  CHECK_FALSE(Fingerprint{}.add("ab").add("c") == Fingerprint{}.add("a").add("bc"));
  CHECK_FALSE(Fingerprint{}.add("") == Fingerprint{}.add_null());
  CHECK_FALSE(Fingerprint{}.add("a") == Fingerprint{}.add(std::string_view{"a\0", 2}));
  CHECK(opened(Fingerprint::parse(Fingerprint{}.add("row").text())) == Fingerprint{}.add("row"));
}
