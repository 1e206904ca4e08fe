// Lines of JSON objects as tables.
#include "tests/unit/file/source_harness.hpp"

#include <catch2/catch.hpp>

using namespace oar::file::test;

namespace {

Texts reasons(Driver const& driver) {
  Texts all;
  for (auto const& reject : driver.told.rejects) all.push_back(reject.reason);
  return all;
}

// Rows enough that a line behind them is not looked at.
std::string many(std::string const& line) {
  std::string lines;
  for (int i = 0; i < 10'000; ++i) lines += line + "\n";
  return lines;
}

}  // namespace

TEST_CASE("members are columns of their kind; objects and lists keep their text") {
  Files const files;
  Driver driver{
      "{\"path\": \"" +
      files.write("a.jsonl",
                  "{\"id\":1,\"name\":\"\\u00e4\\n\",\"price\":2.50,\"ok\":true,\"tags\":[ \"x\" , 1],\"mixed\":1}\r\n"
                  "\n"
                  "{\"mixed\":\"a\",\"id\":2,\"name\":null,\"more\":{\"k\": 1.0}}") +
      "\"}"};
  CHECK(driver.columns("a") ==
        Texts{"id int64", "name text", "price float64", "ok bool", "tags json", "mixed json", "more json"});
  CHECK(driver.sync() ==
        Texts{"1|\xC3\xA4\n|2.5|true|[ \"x\" , 1]|1|NULL", "2|NULL|NULL|NULL|NULL|\"a\"|{\"k\": 1.0}"});
  CHECK(driver.told.rejects.empty());
}

TEST_CASE("numbers keep every digit") {
  Files const files;
  Driver driver{"{\"path\": \"" +
                files.write("a.ndjson",
                            "{\"a\":12345678901234567890,\"b\":0.1234567890123456789,"
                            "\"c\":1234567890123456789012345678901234567890}\n") +
                "\"}"};
  CHECK(driver.columns("a") == Texts{"a decimal(38, 0)", "b decimal(38, 19)", "c text"});
  CHECK(driver.sync() == Texts{"12345678901234567890|0.1234567890123456789|1234567890123456789012345678901234567890"});
}

TEST_CASE("a line that is no row of the table is a reject, and those beside it are kept") {
  Files const files;
  auto const path = files.write("a.ndjson", many(R"({"id":1,"s":"x"})") +
                                                "{\"id\":\"2\",\"s\":\"x\"}\n"
                                                "{\"id\":3,\"s\":4}\n"
                                                "{\"id\":5,\"new\":1}\n"
                                                "{\"id\":6,\"id\":6}\n"
                                                "{\"id\":7,\"s\":\"\xFF\"}\n"
                                                "{\"id\":8,\"s\":\"\\ud83d\"}\n"
                                                "[9]\n"
                                                "{\"id\":10\n"
                                                "{\"id\":11,\"s\":\"last\"}\n");
  Driver driver{"{\"path\": \"" + path + "\"}"};
  auto const rows = driver.sync();
  CHECK(rows.size() == 10'001);
  CHECK(rows.back() == "11|last");
  CHECK(reasons(driver) == Texts{"column id: \"\"2\"\" is no int64", "column s: \"4\" is no text",
                                 "has the member new, which the first rows do not have; name it in the setting columns",
                                 "has the member id twice", "is not UTF-8", "column s: \"\"\\ud83d\"\" is no text",
                                 "is no JSON object: expected an object at its byte 0",
                                 "is no JSON object: expected a comma or the end of the object at its byte 8"});
}

TEST_CASE("the settings may name members that come later, and types for texts") {
  Files const files;
  auto const path = files.write("a.ndjson", "{\"at\":\"2026-01-01T00:00:00Z\",\"price\":\"1.10\"}\n");
  Driver driver{"{\"path\": \"" + path +
                R"x(", "columns": {"at": "timestamp", "price": "decimal(10,2)", "later": "int64"}})x"};
  CHECK(driver.columns("a") == Texts{"at timestamp(us, UTC)", "price decimal(10, 2)", "later int64"});
  CHECK(driver.sync() == Texts{"\"2026-01-01T00:00:00Z\"|1.10|NULL"});
}

TEST_CASE("a table is not made of both formats") {
  Files const files;
  files.write("a.ndjson", "{\"id\":1}\n");
  files.write("a.csv", "id\n1\n");
  Driver driver{"{\"path\": \"" + files.path("a.*") + "\"}"};
  CHECK_THAT(driver.refused(), Catch::Contains("table a would be of CSV and NDJSON files"));
}
