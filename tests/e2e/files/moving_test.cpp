// Files that change while they are read: the destination holds the first rows until the change is made, so that the
// reader, which has little memory, stands in the middle of the file.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

constexpr int many = 60'000;

// Lines of NDJSON with numbers from..to-1, and what they add up to.
std::string lines(int from, int to, RowSums* sums = nullptr) {
  std::string text;
  for (int i = from; i < to; ++i) {
    auto const number = std::to_string(i);
    std::string const words = "something happened, and then something else " + number;
    text.append("{\"n\":").append(number).append(",\"m\":\"").append(words).append("\"}\n");
    if (sums) sums->add({number, words});
  }
  return text;
}

std::string const as_a_log =
    from_files("    path: app.log\n    format: ndjson\n    incremental: true\n    columns: {n: int64, m: text}\n");
std::string const in_full = from_files("    path: app.log\n    format: ndjson\n");

}  // namespace

TEST_CASE("a log that rotates while it is read is read to its end, and the next sync reads the new one") {
  Folder const folder;
  RowSums expected;
  folder.write("app.log", lines(0, many, &expected));
  auto const first = sync_while(folder, as_a_log, [&] {
    std::filesystem::rename(folder / "app.log", folder / "app.log.1");
    append_to(folder / "app.log.1", lines(many, many + 10, &expected));
    folder.write("app.log", lines(many + 10, many + 20, &expected));
  });
  INFO(first.out << first.err);
  CHECK(first.exit_code == 0);
  CHECK(committed_sums(folder).rows == many + 10);
  append_to(folder / "app.log.1", lines(many + 20, many + 25, &expected));  // a program has it open still
  auto const second = sync_files(folder, as_a_log + into_sums());
  INFO(second.out << second.err);
  CHECK(second.exit_code == 0);
  CHECK(committed_sums(folder) == expected);
  CHECK(sync_files(folder, as_a_log + into_sums()).exit_code == 0);
  CHECK(committed_sums(folder) == expected);
}

TEST_CASE("a log that is copied and cut while it is read goes on in its copy, each line once") {
  Folder const folder;
  RowSums expected;
  folder.write("app.log", lines(0, 100, &expected));
  REQUIRE(sync_files(folder, as_a_log + into_sums()).exit_code == 0);
  append_to(folder / "app.log", lines(100, many, &expected));
  // The new lines are none, or reach beyond the place where the reader stands: it must not go on in them.
  auto const grown = GENERATE(0, 2 * many);
  auto const first = sync_while(folder, as_a_log, [&] {
    std::filesystem::copy(folder / "app.log", folder / "app.log.1");
    std::filesystem::resize_file(folder / "app.log", 0);
    append_to(folder / "app.log", lines(many, many + grown, &expected));
  });
  INFO(first.out << first.err);
  CHECK(first.exit_code == 3);
  CHECK_THAT(first.out + first.err, Contains("app.log: was cut or written anew while it was read; sync again"));
  auto const second = sync_files(folder, as_a_log + into_sums());
  INFO(second.out << second.err);
  CHECK(second.exit_code == 0);
  CHECK(committed_sums(folder) == expected);
}

TEST_CASE("a file that shrinks or is written anew while it is read in full fails, and the next sync has its rows") {
  Folder const folder;
  folder.write("app.log", lines(0, many));
  auto const left = GENERATE(0, 10, 2 * many);
  auto const first = sync_while(folder, in_full, [&] {
    std::filesystem::resize_file(folder / "app.log", 0);
    append_to(folder / "app.log", lines(many, many + left));
  });
  INFO(left << first.out << first.err);
  CHECK(first.exit_code == 3);
  CHECK_THAT(first.out + first.err, Contains("while it was read; sync again"));
  RowSums of_the_old_file;
  (void)lines(0, static_cast<int>(committed_sums(folder).rows), &of_the_old_file);
  CHECK(committed_sums(folder) == of_the_old_file);
  CHECK(of_the_old_file.rows < many);
  std::filesystem::remove(folder / "sums.jsonl");  // what is appended stays
  RowSums expected;
  folder.write("app.log", lines(5, 15, &expected));
  auto const second = sync_files(folder, in_full + into_sums());
  INFO(second.out << second.err);
  CHECK(second.exit_code == 0);
  CHECK(committed_sums(folder) == expected);
}

TEST_CASE("a file that shrank between two syncs loses its rows in full, and is read anew as a log") {
  Folder const folder;
  auto const numbers = [&](std::string const& file) { return Database{folder / file}.texts("SELECT n FROM app"); };
  auto const config = [](std::string const& mode, std::string const& more) {
    return from_files("    path: app.ndjson\n    columns: {n: int64, m: text}\n" + mode) + sqlite("db", more);
  };
  folder.write("app.ndjson", lines(0, 5));
  SECTION("in full") {
    REQUIRE(sync_files(folder, config("", "")).exit_code == 0);
    folder.write("app.ndjson", lines(1, 3));
    REQUIRE(sync_files(folder, config("", "")).exit_code == 0);
    CHECK(numbers("db.db") == std::multiset<std::string>{"1", "2"});
  }
  SECTION("as a log") {
    auto const appended = config("    incremental: true\n", "  write_mode: append\n");
    REQUIRE(sync_files(folder, appended).exit_code == 0);
    folder.write("app.ndjson", lines(7, 9));
    auto const run = sync_files(folder, appended);
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.out + run.err, Contains("app.ndjson: shrank or was written anew") && Contains("may be missing"));
    CHECK(numbers("db.db") == std::multiset<std::string>{"0", "1", "2", "3", "4", "7", "8"});
  }
}
