// Files as tables: what is offered, read, refused and told.
#include "tests/unit/file/source_harness.hpp"

#include <catch2/catch.hpp>

using namespace oar::file::test;
using Catch::Contains;

namespace {

std::string config(std::string const& path, std::string const& more = "") {
  return "{\"path\": \"" + path + "\"" + (more.empty() ? "" : ", " + more) + "}";
}

}  // namespace

TEST_CASE("a CSV file is a table of its stem, with types that are told") {
  Files const files;
  Driver driver{
      config(files.write("orders.csv", "id,price,day,note\r\n1,2.50,2026-01-01,\"a, \"\"b\"\"\"\r\n2,,,\r\n"))};
  CHECK(driver.columns("orders") == Texts{"id int64", "price float64", "day date", "note text"});
  REQUIRE(driver.told.infos.size() == 1);
  CHECK_THAT(driver.told.infos[0], Contains("table orders: by the first 2 rows of 1 file: id int64, price float64") &&
                                       Contains("columns overrides it"));
  CHECK(driver.sync() == Texts{"1|2.5|\"2026-01-01\"|a, \"b\"", "2|NULL|NULL|NULL"});
}

TEST_CASE("a split is a file: its id and scope are the absolute path") {
  Files const files;
  auto const path = files.write("a.csv", "id\n1\n");
  auto const splits = Driver{config(path)}.splits();
  REQUIRE(splits.size() == 1);
  CHECK(splits[0].id == path);
  CHECK(splits[0].scope == path);
}

TEST_CASE("files of one table share its columns by name") {
  Files const files;
  files.write("a.csv", "id,x\n1,10\n");
  files.write("b.csv", "y,id\n2.5,2\n");
  Driver driver{config(files.path("*.csv"), R"("table": "all")")};
  CHECK(driver.columns("all") == Texts{"id int64", "x int64", "y float64"});
  CHECK(driver.sync() == Texts{"1|10|NULL", "2|NULL|2.5"});
}

TEST_CASE("a value that does not fit the guessed type is a reject, and the row beside it is kept") {
  Files const files;
  std::string content = "id,n\n";
  for (int i = 0; i < 10'001; ++i) content += std::to_string(i) + ",1\n";
  auto const path = files.write("a.csv", content + "x,2\n10002,2.5\n10003,3\n");
  Driver driver{config(path)};
  auto const rows = driver.sync();
  REQUIRE(rows.size() == 10'002);
  CHECK(rows.back() == "10003|3");
  REQUIRE(driver.told.rejects.size() == 2);
  CHECK(driver.told.rejects[0].table == "a");
  CHECK(driver.told.rejects[0].reason == "column id: \"x\" is no int64");
  CHECK(driver.told.rejects[0].row ==
        "{\"file\":\"" + path + "\",\"byte\":" + std::to_string(content.size()) + ",\"raw\":\"x,2\"}");
  CHECK(driver.told.rejects[1].reason == "column n: \"2.5\" is no int64");
}

TEST_CASE("the setting columns overrides what was guessed") {
  Files const files;
  files.write("a.csv", "id,zip,price\n1,10115,9.99\n");
  Driver driver{config(files.path("a.csv"), R"x("columns": {"zip": "text", "price": "decimal(12,2)"})x")};
  CHECK(driver.columns("a") == Texts{"id int64", "zip text", "price decimal(12, 2)"});
  CHECK(driver.sync() == Texts{"1|10115|9.99"});
}

TEST_CASE("strange files have documented outcomes") {
  struct Case {
    std::string content;
    Texts rows;
    Texts reasons = {};
  };
  auto const cases = std::vector<Case>{
      {"\xEF\xBB\xBFid,b\n1,x\n", {"1|x"}},
      {"id,b\n", {}},
      {"id,b\n1,x", {"1|x"}},
      {"id,b\n1,x\n2\n3,y,z\n4,w\n",
       {"1|x", "4|w"},
       {"has 1 fields, but the header has 2", "has 3 fields, but the header has 2"}},
      {"id,b\n1,\xFF\n2,\xC3\xA4\n", {"2|\xC3\xA4"}, {"column b: is not UTF-8"}},
      {"id,b\n1,\"x\"y\n2,z\n", {"2|z"}, {"something stands behind a closing quote"}},
      {"id,b\n1,\"\"\n", {"1|"}},
      {"id,\n1,x\n", {"1|x"}},
      {"id,id\n1,x\n", {"1|x"}},
  };
  for (auto const& [content, rows, reasons] : cases) {
    INFO(content);
    Files const files;
    Driver driver{config(files.write("a.csv", content))};
    CHECK(driver.sync() == rows);
    Texts found;
    for (auto const& reject : driver.told.rejects) found.push_back(reject.reason);
    CHECK(found == reasons);
  }
}

TEST_CASE("a line of NDJSON with a member that no column can be named after is a reject") {
  // It was a column without a name, for which the host called the plugin misbehaved.
  Files const files;
  Driver driver{config(files.write("a.ndjson", R"({"id":1})"
                                               "\n"
                                               R"({"id":2,"":1})"
                                               "\n"
                                               R"({"id":3,"\u0000b":1})"
                                               "\n"))};
  CHECK(driver.sync() == Texts{"1"});
  REQUIRE(driver.told.rejects.size() == 2);
  CHECK(driver.told.rejects[1].reason == "has a member that no column can be named after");
}

TEST_CASE("a file that cannot be read as it is fails with what to do") {
  struct Case {
    std::string name;
    std::string content;
    std::string why;
  };
  for (auto const& [name, content, why] : std::vector<Case>{
           {"a.csv", "\xFF\xFEi\0d\0", "convert it to UTF-8 with iconv"},
           {"a.csv", "id,\xFF\n1,2\n", "its header is not UTF-8"},
           {"a.csv", "id,\"b\n1,2\n", "in its header, a quote is not closed"},
           {"a.csv", std::string("id,\0b\n1,2\n", 10), "a name in its header has a NUL character"},
           {"a.csv.gz", "id,b\n1,2\n", "its name says gzip, but it is not"},
           {"a.csv.zst", "id,b\n1,2\n", "cannot be unpacked"},
           {"a.txt", "id,b\n1,2\n", "set format: csv or format: ndjson"},
       }) {
    Files const files;
    INFO(name << ": " << content);
    CHECK_THAT((Driver{config(files.write(name, content))}.refused()), Contains(why));
  }
  CHECK_THAT((Driver{config("/nowhere/a.csv")}.refused()), Contains("/nowhere/a.csv: no such file"));
  CHECK_THAT((Driver{config("/nowhere/*.csv")}.refused()), Contains("matches no file"));
  CHECK_THAT((Driver{config("/tmp")}.refused()), Contains("is a folder; write /tmp/*"));
}

TEST_CASE("a quote that is never closed ends the scan after the rows before it") {
  Files const files;
  Driver driver{config(files.write("a.csv", "id,b\n1,x\n2,\"y\n3,z\n"))};
  auto const scanned = driver.scan(driver.splits().at(0), "");
  CHECK_THAT(scanned.error, Contains("the quote in the record at byte 9 is not closed"));
}

TEST_CASE("an empty file among others has no rows; alone it is told and not offered") {
  Files const files;
  files.write("a.csv", "");
  Driver alone{config(files.path("a.csv"))};
  CHECK(alone.catalog().empty());
  CHECK(alone.told.warnings.size() == 1);
  files.write("b.csv", "id\n1\n");
  CHECK((Driver{config(files.path("*.csv"), R"("table": "t")")}.sync()) == Texts{"1"});
}

TEST_CASE("ten thousand columns are read") {
  Files const files;
  std::string header, row;
  for (int i = 0; i < 10'000; ++i) {
    header += (i ? ",c" : "c") + std::to_string(i);
    row += (i ? "," : "") + std::to_string(i);
  }
  Driver driver{config(files.write("wide.csv", header + "\n" + row + "\n" + row + "\n"))};
  auto const rows = driver.sync();
  REQUIRE(rows.size() == 2);
  CHECK_THAT(rows[1], Catch::EndsWith("|9998|9999"));
}

TEST_CASE("a checkpoint goes on where it was, and refuses a file that was replaced") {
  Files const files;
  std::string const padding(60, '.');
  std::string content = "id,text\n";
  for (int i = 0; i < 400'000; ++i)
    content += std::to_string(i) + ",\"a text, with a\nline break\"\"s" + padding + "\"\n";
  Driver driver{config(files.write("a.csv", content))};
  auto const split = driver.splits().at(0);
  auto const whole = driver.scan(split, "", {.rows = 65536, .bytes = 64 << 20});
  CHECK(whole.error.empty());
  CHECK(whole.rows.size() == 400'000);
  CHECK(whole.checkpoints == 4);  // of seven batches
  files.append("a.csv", "400000,end\n");
  CHECK(driver.scan(split, whole.cursor).rows == Texts{"400000|end"});
  files.write("a.csv", "id,text\n" + std::string(content.size(), 'x') + "\n");
  CHECK_THAT(driver.scan(split, whole.cursor).error, Contains("is not the file any more"));
}
