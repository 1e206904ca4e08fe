// Files as people have them: each oddity has the outcome that plugins/file/README.md promises, through the real binary.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
using Catch::Contains;
using Rows = std::multiset<std::string>;

namespace {

// A file with columns id and b, its rows as "id|b", and why others are rejects.
struct Oddity {
  std::string table;
  std::string content;
  Rows rows;
  Rows rejects = {};
};

std::vector<Oddity> const oddities{
    {"lf", "id,b\n1,x\n2,y\n", {"1|x", "2|y"}},
    {"crlf", "id,b\r\n1,x\r\n2,y\r\n", {"1|x", "2|y"}},
    {"both_ends", "id,b\n1,x\r\n2,y\n", {"1|x", "2|y"}},
    {"lone_cr", "id,b\n1,x\ry\n", {"1|x\ry"}},
    {"no_last_end", "id,b\n1,x\n2,y", {"1|x", "2|y"}},
    {"byte_order_mark", "\xEF\xBB\xBFid,b\n1,x\n", {"1|x"}},
    {"mark_and_quotes", "\xEF\xBB\xBF\"id\",\"b\"\r\n\"1\",\"x\"\r\n", {"1|x"}},
    {"commas", "id,b\n1,\"x,y\"\n", {"1|x,y"}},
    {"line_breaks", "id,b\r\n1,\"x\r\ny\nz\"\r\n", {"1|x\r\ny\nz"}},
    {"doubled_quotes", "id,b\n1,\"say \"\"x\"\"\"\n2,\"\"\"\"\n", {"1|say \"x\"", "2|\""}},
    {"quote_inside", "id,b\n1,5\" pipe\n", {"1|5\" pipe"}},
    {"null_and_empty", "id,b\n1,\n2,\"\"\n", {"1|NULL", "2|"}},
    {"spaces_count", "id,b\n1, x \n", {"1| x "}},
    {"empty_lines", "id,b\n\n1,x\n\r\n\n2,y\n\n", {"1|x", "2|y"}},
    {"umlauts", "id,b\n1,\xC3\xA4\n2,\xE2\x82\xAC\xF0\x9F\x9B\xB6\n", {"1|\xC3\xA4", "2|\xE2\x82\xAC\xF0\x9F\x9B\xB6"}},
    {"behind_a_quote", "id,b\n1,\"x\"y\n2,z\n", {"2|z"}, {"something stands behind a closing quote"}},
    {"widths",
     "id,b\n1\n2,y\n3,z,3\n",
     {"2|y"},
     {"has 1 fields, but the header has 2", "has 3 fields, but the header has 2"}},
    {"invalid_utf8",
     "id,b\n1,\xFF\n2,\xC0\xAF\n3,\xED\xA0\x80\n4,ok\n5,\xC3\n",
     {"4|ok"},
     {"column b: is not UTF-8", "column b: is not UTF-8", "column b: is not UTF-8", "column b: is not UTF-8"}},
    {"header_only", "id,b\n", {}},
};

std::multiset<std::string> rows_of(Database const& database, std::string const& table) {
  return database.texts("SELECT id || '|' || coalesce(b, 'NULL') FROM " + table);
}

}  // namespace

TEST_CASE("each corner of CSV has its documented outcome, all in one sync") {
  Folder const folder;
  std::size_t rejected = 0;
  for (auto const& oddity : oddities) {
    folder.write(oddity.table + ".csv", oddity.content);
    rejected += oddity.rejects.size();
  }
  folder.write("nothing.csv", "");
  auto const run = sync_files(folder, from_files("    path: \"*.csv\"\n") + sqlite("db", "  max_rejects: 100\n"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);  // there are rejects
  CHECK_THAT(run.out + run.err, Contains("nothing.csv"));
  Database const database{folder / "db.db"};
  Database const state{folder / ".oarlock/state.db"};
  for (auto const& oddity : oddities) {
    INFO(oddity.table);
    CHECK(rows_of(database, oddity.table) == oddity.rows);
    CHECK(state.texts("SELECT reason FROM rejects WHERE table_name = '" + oddity.table + "'") == oddity.rejects);
  }
  CHECK(state.number("SELECT count(*) FROM rejects") == static_cast<std::int64_t>(rejected));
  CHECK(database.number("SELECT count(*) FROM sqlite_master WHERE name = 'nothing'") == 0);
}

TEST_CASE("a quote that is never closed fails its split, and the file beside it is read") {
  Folder const folder;
  folder.write("a.csv", "id,b\n1,x\n2,\"y\n3,z\n");
  folder.write("b.csv", "id,b\n1,x\n");
  auto const run = sync_files(folder, from_files("    path: \"*.csv\"\n    primary_key: [id]\n") + sqlite("db"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out + run.err, Contains("a.csv: the quote in the record at byte 9 is not closed"));
  CHECK(rows_of(Database{folder / "db.db"}, "b") == Rows{"1|x"});
}

TEST_CASE("what is no text of UTF-8 as a whole is refused with what to do") {
  Folder const folder;
  auto const why = [&](std::string const& content) {
    folder.write("a.csv", content);
    auto const run = sync_files(folder, from_files("    path: a.csv\n") + sqlite("db"));
    CHECK(run.exit_code != 0);
    return run.out + run.err;
  };
  using std::string_literals::operator""s;
  CHECK_THAT(why("\xFF\xFEi\0d\0"s), Contains("convert it to UTF-8 with iconv"));
  CHECK_THAT(why("\0\0\xFE\xFF"s), Contains("a.csv: "));
  CHECK_THAT(why("id,\xFF\n1,2\n"), Contains("its header is not UTF-8"));
}

TEST_CASE("lines of NDJSON that are no rows are rejects, and those beside them are kept") {
  Folder const folder;
  folder.write("a.ndjson",
               "\xEF\xBB\xBF{\"id\":1,\"b\":\"x\"}\r\n\n{\"id\":2,\"b\":[1, {\"y\":2}]}\n{\"id\":3}\n[4]\n{\"id\":5,\n"
               "{\"id\":6,\"b\":\"\xFF\"}\n{\"id\":7,\"id\":7}\n{\"id\":8,\"b\":null}");
  auto const run = sync_files(folder, from_files("    path: a.ndjson\n") + sqlite("db", "  max_rejects: 100\n"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(rows_of(Database{folder / "db.db"}, "a") == Rows{"1|\"x\"", "2|[1, {\"y\":2}]", "3|NULL", "8|NULL"});
  CHECK(Database{folder / ".oarlock/state.db"}.number("SELECT count(*) FROM rejects") == 4);
}
