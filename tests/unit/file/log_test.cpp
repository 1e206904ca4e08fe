// Files that grow, are rotated, cut and replaced between two syncs: each line is read once, or its loss is told.
#include "tests/unit/file/source_harness.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>

using namespace oar::file::test;
using Catch::Contains;

namespace {

std::string line(std::string const& text) { return "{\"m\":\"" + text + "\"}\n"; }

// Enough of a beginning to tell a copy by.
std::string long_beginning() {
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += line("beginning " + std::to_string(i));
  return lines;
}

std::string log_of(std::string const& path) {
  return "{\"path\": \"" + path + "\", \"format\": \"ndjson\", \"table\": \"log\", \"incremental\": true}";
}

}  // namespace

TEST_CASE("only what was added is read, and a last line waits for its end") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1") + line("2")))};
  CHECK(driver.sync() == Texts{"1", "2"});
  CHECK(driver.sync() == Texts{});
  files.append("app.log", line("3") + "{\"m\":");
  CHECK(driver.sync() == Texts{"3"});
  CHECK(driver.sync() == Texts{});
  files.append("app.log", "\"4\"}\n");
  CHECK(driver.sync() == Texts{"4"});
  CHECK(driver.told.warnings.empty());
}

TEST_CASE("a CSV that grows keeps its header, and an open quote waits") {
  Files const files;
  Driver driver{"{\"path\": \"" + files.write("a.csv", "id,note\n1,x\n") + "\", \"incremental\": true}"};
  CHECK(driver.sync() == Texts{"1|x"});
  files.append("a.csv", "2,\"a\n");
  CHECK(driver.sync() == Texts{});
  files.append("a.csv", "b\"\n3,y\n");
  CHECK(driver.sync() == Texts{"2|a\nb", "3|y"});
}

TEST_CASE("a log that was rotated is read to its end under its new name, then the new one") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1")))};
  CHECK(driver.sync() == Texts{"1"});
  files.append("app.log", line("2"));
  files.rename("app.log", "app.log.1");
  files.write("app.log", line("3"));
  CHECK(driver.sync() == Texts{"2", "3"});
  files.append("app.log.1", line("late"));  // a program had it open still
  files.append("app.log", line("4"));
  CHECK(driver.sync() == Texts{"late", "4"});
  CHECK(driver.sync() == Texts{});
  CHECK(driver.told.warnings.empty());
}

TEST_CASE("a log that was rotated twice between two syncs is read whole") {
  Files const files;
  auto const old = files.write("app.log.1", line("before the first sync"));
  std::filesystem::last_write_time(old, std::filesystem::last_write_time(old) - std::chrono::hours{1});
  Driver driver{log_of(files.write("app.log", line("1")))};
  CHECK(driver.sync() == Texts{"1"});
  files.append("app.log", line("2"));
  files.rename("app.log.1", "app.log.3");
  files.rename("app.log", "app.log.2");
  files.write("app.log.1", line("3"));
  files.write("app.log.bak", line("no part of it"));
  files.write("app.log", line("4"));
  CHECK(driver.sync() == Texts{"2", "3", "4"});
  CHECK(driver.sync() == Texts{});
}

TEST_CASE("a log whose rotated files are read too is read once") {
  Files const files;
  files.write("app.log.1", line("old"));
  files.write("app.log", line("1"));
  Driver driver{log_of(files.path("app.log*"))};
  CHECK(driver.sync() == Texts{"1", "old"});
  files.append("app.log", line("2"));
  files.rename("app.log.1", "app.log.2");
  files.rename("app.log", "app.log.1");
  files.write("app.log", line("3"));
  CHECK(driver.sync() == Texts{"3", "2"});
  files.rename("app.log.2", "app.log.3");
  files.rename("app.log.1", "app.log.2");
  files.rename("app.log", "app.log.1");
  files.write("app.log", line("4"));
  CHECK(driver.sync() == Texts{"4"});
  CHECK(driver.told.warnings.empty());
}

TEST_CASE("a rotated log is read once even when the scan of its new name failed at first") {
  Files const files;
  files.write("app.log", line("1"));
  Driver driver{log_of(files.path("app.log*"))};
  CHECK(driver.sync() == Texts{"1"});
  files.append("app.log", line("2"));
  files.rename("app.log", "app.log.1");
  files.write("app.log", line("3"));
  CHECK(driver.sync() == Texts{"3", "2"});
  driver.cursors.erase(files.path("app.log.1"));  // it never became durable
  CHECK(driver.sync() == Texts{"2"});
}

TEST_CASE("a log that was copied and cut goes on in the copy") {
  Files const files;
  auto const beginning = long_beginning();
  Driver driver{log_of(files.write("app.log", beginning))};
  CHECK(driver.sync().size() == 100);
  files.write("app.log.1", beginning + line("rest"));
  files.write("app.log", line("new"));
  CHECK(driver.sync() == Texts{"rest", "new"});
  CHECK(driver.sync() == Texts{});
  CHECK(driver.told.warnings.empty());
}

TEST_CASE("a log that shrank, or was written anew, is read from its beginning, which is told") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1") + line("2")))};
  CHECK(driver.sync() == Texts{"1", "2"});
  files.write("app.log", line("3"));
  CHECK(driver.sync() == Texts{"3"});
  REQUIRE(driver.told.warnings.size() == 1);
  CHECK_THAT(driver.told.warnings[0],
             Contains("app.log: shrank or was written anew and is read from its beginning; what "
                      "was added to it after byte 20 and before that may be missing"));
  files.write("app.log", line("x") + line("longer than before"));
  CHECK(driver.sync() == Texts{"x", "longer than before"});
  CHECK(driver.told.warnings.size() == 2);
  CHECK(driver.sync() == Texts{});
  CHECK(driver.told.warnings.size() == 2);
}

TEST_CASE("a log that is gone is told, and the one in its place is read") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1")))};
  CHECK(driver.sync() == Texts{"1"});
  files.write("other", line("2"));
  files.rename("other", "app.log");
  CHECK(driver.sync() == Texts{"2"});
  REQUIRE(driver.told.warnings.size() == 1);
  CHECK_THAT(driver.told.warnings[0], Contains("another file than before") && Contains("after byte 10"));
}

TEST_CASE("a log that rotates between the plan and the scan is read once") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1")))};
  auto const split = driver.splits().at(0);
  files.rename("app.log", "app.log.1");
  files.write("app.log", line("2"));
  auto const scanned = driver.scan(split, split.start.bytes());
  CHECK(scanned.rows == Texts{"1"});
  driver.cursors[split.id] = scanned.cursor;
  driver.restart();
  CHECK(driver.sync() == Texts{"2"});
  CHECK(driver.told.warnings.empty());
}

TEST_CASE("an empty log that was just rotated has the columns of its older parts") {
  Files const files;
  Driver driver{log_of(files.write("app.log", line("1")))};
  CHECK(driver.sync() == Texts{"1"});
  files.append("app.log", line("2"));
  files.rename("app.log", "app.log.1");
  files.write("app.log", "");
  CHECK(driver.sync() == Texts{"2"});
}

TEST_CASE("another file with the same beginning is not taken for a copy while the first one is there") {
  Files const files;
  auto const beginning = long_beginning();
  files.write("a.log", beginning);
  Driver driver{log_of(files.path("*.log"))};
  CHECK(driver.sync().size() == 100);
  files.write("b.log", beginning + line("more"));
  CHECK(driver.sync().size() == 101);
}

TEST_CASE("compressed files cannot be read as logs, which is said at once") {
  Files const files;
  Driver driver{log_of(files.write("app.log.gz", "x"))};
  CHECK_THAT(driver.refused(), Contains("a compressed file cannot be read with incremental: true"));
}
