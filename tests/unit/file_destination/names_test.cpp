// From settings and tables to names of files.
#include <boost/describe.hpp>

#include <set>

#include "plugins/file/destination/file_names.hpp"
#include "plugins/file/destination/safe_name.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::file;
using namespace oar::file::test;
using Catch::Matchers::Contains;

TEST_CASE("strange table names become safe parts of file names") {
  struct Case {
    std::string table, part;
  };
  auto const cases = std::vector<Case>{{"orders", "orders"},
                                       {"public.orders", "public.orders"},
                                       {"Bestände", "Bestände"},
                                       {"a b", "a%20b"},
                                       {"a/b", "a%2Fb"},
                                       {"..", "%2E."},
                                       {".hidden", "%2Ehidden"},
                                       {"a%20b", "a%2520b"},
                                       {"*?[$'\"", "%2A%3F%5B%24%27%22"},
                                       {std::string{"\0", 1}, "%00"},
                                       {"", "%~"}};
  for (auto const& each : cases) CHECK(safe_name(each.table) == each.part);
}

TEST_CASE("no two tables share a file name, however long and alike they are") {
  auto const base = std::string(200, 'x');
  std::vector<std::string> const tables{base,
                                        base + "y",
                                        base + "z",
                                        std::string(120, 'x'),
                                        std::string(121, 'x'),
                                        std::string(79, 'x') + std::string(60, '/'),
                                        std::string(78, 'x') + std::string(60, '/'),
                                        std::string(90, '/')};
  std::set<std::string> parts;
  for (auto const& table : tables) {
    auto const part = safe_name(table);
    CHECK(part.size() <= 120);
    parts.insert(part);
  }
  CHECK(parts.size() == tables.size());
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  auto const part = safe_name("x" + umlauts);
  CHECK(part.substr(0, part.find('%')).size() % 2 == 1);  // cut between two characters
}

TEST_CASE("a path that cannot work is refused before anything runs, with what to write") {
  struct Case {
    DestinationConfig config;
    std::string says;
  };
  auto const cases = std::vector<Case>{
      {{.path = "{{TABLE}}.csv"}, "two of them would share this name; write {{UUID}} into it"},
      {{.path = "{{TABLE}}.{{SYNC_ID}}.csv"}, "write {{UUID}} into it"},
      {{.path = "{{TABEL}}.{{UUID}}.csv"}, "{{TABEL}} is unknown, expected {{TABLE}}, {{SYNC_ID}}, {{UUID}} or"},
      {{.path = "{{UUID"}, "without \"}}\""},
      {{.path = "out/{{UUID}}/"}, "expected the name of a file"},
      {{.path = ""}, "expected the name of a file"},
      {{.path = "{{UUID}}.csv", .format = WriteFormat::ndjson}, "ends with .csv, but format is ndjson"},
      {{.path = "{{UUID}}.csv.gz", .compression = WriteCompression::zstd}, "ends with .gz, but compression is zstd"}};
  for (auto const& each : cases) {
    auto const error = failed(FileNames::from(each.config));
    CHECK(error.code() == Errc::config);
    CHECK_THAT(error.message(), Contains(each.says));
  }
}

TEST_CASE("the words of a path are filled in, and its endings are understood") {
  auto const uuid = std::string(36, '0').size();
  struct Case {
    DestinationConfig config;
    std::string before, after;
  };
  auto const cases = std::vector<Case>{
      {{}, "a%2Fb.", ".csv"},
      {{.format = WriteFormat::ndjson}, "a%2Fb.", ".ndjson"},
      {{.compression = WriteCompression::gzip}, "a%2Fb.", ".csv.gz"},
      {{.path = "out/{{SYNC_ID}}/{{UUID}}-{{TABLE}}.jsonl.zst"}, "out/s1/", "-a%2Fb.jsonl.zst"},
      {{.path = "x{{UUID}}", .format = WriteFormat::ndjson, .compression = WriteCompression::zstd}, "x", ".zst"}};
  for (auto const& each : cases) {
    auto const name = ok(FileNames::from(each.config)).fresh("a/b", "s1");
    CHECK(name.size() == each.before.size() + uuid + each.after.size());
    CHECK(name.starts_with(each.before));
    CHECK(name.ends_with(each.after));
  }
  CHECK(ok(FileNames::from({.path = "x.{{UUID}}.jsonl.zst"})).format() == WriteFormat::ndjson);
  CHECK(ok(FileNames::from({.path = "x.{{UUID}}.jsonl.zst"})).compression() == WriteCompression::zstd);
  CHECK(ok(FileNames::from({.path = "/a/b{{UUID}}/c"})).folder() == "/a");
  CHECK(ok(FileNames::from({.path = "/{{UUID}}"})).folder() == "/");
  CHECK(ok(FileNames::from({})).folder() == ".");
}
