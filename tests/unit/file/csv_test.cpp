// Records and fields of CSV, at every place where a buffer may end.
#include "plugins/file/formats/csv.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <random>

using namespace oar::file;

namespace {

struct Split {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> faulty;
  std::size_t left = 0;
  bool open_quote = false;
  bool operator==(Split const&) const = default;
};

// Padded as the window pads; NULL is "-".
Split split(std::string const& text, std::size_t width, AtEnd at_end = AtEnd::yes, std::size_t at_most = 1000) {
  auto const padded = text + std::string(64, '\0');
  CsvRecords records;
  auto const taken = split_csv(std::string_view{padded}.substr(0, text.size()), at_end, {width, at_most}, records);
  Split found{.left = text.size() - taken.bytes, .open_quote = taken.open_quote};
  auto const* field = records.fields.data();
  for (auto const& record : records.records) {
    auto& row = found.rows.emplace_back();
    for (std::size_t i = 0; i < record.fields; ++i, ++field) {
      auto const raw = field->in(padded.data());
      row.push_back(field->empty() ? "-" : field->escaped ? unescape(raw) : std::string{raw});
    }
  }
  for (auto const& record : records.faulty)
    found.faulty.push_back(text.substr(record.begin, record.end - record.begin));
  return found;
}

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("each corner of RFC 4180 has one outcome") {
  struct Case {
    std::string text;
    Rows rows;
    std::vector<std::string> faulty = {};
  };
  auto const cases = std::vector<Case>{
      {"a,b\n", {{"a", "b"}}},
      {"a,b", {{"a", "b"}}},
      {"a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"a,b\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"\"a\",\"b\"\r\n", {{"a", "b"}}},
      {"\"a\nb\",\"c\r\nd\"\n", {{"a\nb", "c\r\nd"}}},
      {"\"a,b\",c\n", {{"a,b", "c"}}},
      {"\"a\"\"b\",\"\"\"\"\n", {{"a\"b", "\""}}},
      {"\"\",\n", {{"", "-"}}},
      {",\n", {{"-", "-"}}},
      {"a,", {{"a", "-"}}},
      {"a,\"b\"", {{"a", "b"}}},
      {" a , b \n", {{" a ", " b "}}},
      {"5\" pipe,b\n", {{"5\" pipe", "b"}}},
      {"a\rb,c\n", {{"a\rb", "c"}}},
      {"\n\r\na,b\n\n", {{"a", "b"}}},
      {"a\nb,c\n", {{"b", "c"}}, {"a"}},
      {"a,b,c\r\nd,e\n", {{"d", "e"}}, {"a,b,c"}},
      {"\"a\"x,b\nc,d\n", {{"c", "d"}}, {"\"a\"x,b"}},
      {"\"a\" ,b\nc,d\n", {{"c", "d"}}, {"\"a\" ,b"}},
      {"\"a\"\r,b\nc,d\n", {{"c", "d"}}, {"\"a\"\r,b"}},
      {"a,\"b\"x\r\nc,d", {{"c", "d"}}, {"a,\"b\"x"}},
  };
  for (auto const& [text, rows, faulty] : cases) {
    INFO(text);
    auto const found = split(text, 2);
    CHECK(found.rows == rows);
    CHECK(found.faulty == faulty);
    CHECK(found.left == 0);
  }
}

TEST_CASE("in a file of one column an empty line is an empty value") {
  CHECK(split("a\n\nb\n", 1).rows == Rows{{"a"}, {"-"}, {"b"}});
}

TEST_CASE("a record without its end waits, and a quote that is not closed is told") {
  CHECK(split("a,b\nc,d", 2, AtEnd::no) == Split{.rows = {{"a", "b"}}, .left = 3});
  CHECK(split("a,b\nc,\"d\"", 2, AtEnd::no) == Split{.rows = {{"a", "b"}}, .left = 5});
  CHECK(split("a,b\nc,\"d\"\r", 2, AtEnd::no) == Split{.rows = {{"a", "b"}}, .left = 6});
  CHECK(split("a,b\nc,\"d\n", 2, AtEnd::yes) == Split{.rows = {{"a", "b"}}, .left = 5, .open_quote = true});
  CHECK(split("a,b\nc,\"d\"\"", 2, AtEnd::yes) == Split{.rows = {{"a", "b"}}, .left = 6, .open_quote = true});
}

TEST_CASE("no more records are split than were asked for") {
  CHECK(split("a,b\nc,d\ne,f\n", 2, AtEnd::yes, 2) == Split{.rows = {{"a", "b"}, {"c", "d"}}, .left = 4});
}

// A slow reading of the same rules, a byte at a time.
namespace {
Rows slowly(std::string const& text) {
  Rows rows;
  std::vector<std::string> row;
  std::size_t i = 0;
  while (i < text.size()) {
    std::string field;
    if (text[i] == '"') {
      for (++i; text[i] != '"' || text[i + 1] == '"'; ++i) {
        if (text[i] == '"') ++i;
        field += text[i];
      }
      ++i;
    } else {
      while (text[i] != ',' && text[i] != '\n' && text.compare(i, 2, "\r\n") != 0) field += text[i++];
      if (field.empty()) field = "-";
    }
    row.push_back(field);
    if (text[i] == '\r') ++i;
    if (text[i++] == '\n') rows.push_back(std::exchange(row, {}));
  }
  return rows;
}
}  // namespace

TEST_CASE("random records are split as a byte at a time would split them, wherever the bytes are cut") {
  std::mt19937 random{20261123};
  auto const pick = [&](std::size_t below) { return random() % below; };
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (std::size_t row = 0; row < 1 + pick(6); ++row) {
      for (int column = 0; column < 3; ++column) {
        std::string field;
        for (std::size_t i = pick(40); i > 0; --i) field += "ab,\n\r\"x"[pick(7)];
        auto const quoted = field.find_first_of(",\n\r\"") != std::string::npos || pick(4) == 0;
        if (quoted) {
          std::string doubled;
          for (auto const c : field) doubled += c == '"' ? "\"\"" : std::string{c};
          field = "\"" + doubled + "\"";
        }
        text += field + (column < 2 ? "," : pick(2) == 0 ? "\n" : "\r\n");
      }
    }
    INFO(text);
    auto const all = slowly(text);
    auto const whole = split(text, 3);
    REQUIRE(whole.rows == all);
    CHECK(whole.left == 0);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
      auto first = split(text.substr(0, cut), 3, AtEnd::no);
      auto const second = split(text.substr(cut - first.left), 3);
      first.rows.insert(first.rows.end(), second.rows.begin(), second.rows.end());
      REQUIRE(first.rows == all);
      REQUIRE(first.faulty.empty());
    }
  }
}
