// Sizes that must not matter: a gigabyte, a record of 64 MiB, ten thousand columns.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "configs.hpp"
#include "database.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitized = false;
#endif

std::size_t big_csv_bytes() {
  char const* const given = std::getenv("OAR_BIG_CSV_MB");
  return std::size_t{1'000'000} * (given ? std::strtoul(given, nullptr, 10) : 1000);
}

// A text with commas, quotes and line breaks of both kinds, and how it stands in a CSV.
struct Note {
  std::string text, quoted;
};

std::vector<Note> notes() {
  std::vector<Note> all;
  for (std::size_t i = 0; i < 16; ++i) {
    std::string text;
    for (std::size_t line = 0; line <= i; ++line)
      text += "line " + std::to_string(line) + " of a \"note\", one of many:" + std::string(40 + i, 'x') +
              (line % 2 == 0 ? "\n" : "\r\n");
    std::string quoted;
    for (auto const c : text) quoted += c == '"' ? std::string{"\"\""} : std::string(1, c);
    all.push_back({text, "\"" + quoted + "\""});
  }
  return all;
}

RowSums write_big_csv(std::filesystem::path const& path, std::size_t bytes) {
  auto const all = notes();
  RowSums sums;
  std::ofstream out{path, std::ios::binary};
  std::string block = "id,note,kind\r\n";
  std::size_t written = 0;
  for (std::int64_t id = 0; written + block.size() < bytes; ++id) {
    auto const& note = all[static_cast<std::size_t>(id) * 7 % all.size()];
    auto const number = std::to_string(id);
    block.append(number).append(",").append(note.quoted).append(",plain\r\n");
    sums.add({number, note.text, "plain"});
    if (block.size() < (1u << 20)) continue;
    out << block;
    written += block.size();
    block.clear();
  }
  out << block;
  REQUIRE(out.flush());
  return sums;
}

}  // namespace

TEST_CASE("a CSV of a gigabyte with quoted line breaks arrives whole, in little memory") {
  Folder const folder;
  auto const bytes = big_csv_bytes();
  auto const expected = write_big_csv(folder / "big.csv", bytes);
  CHECK(std::filesystem::file_size(folder / "big.csv") >= bytes);
  folder.write("sync.yaml", from_files("    path: big.csv\n") + into_sums());
  Process process{{{"sync", "sync.yaml", "--memory", "64MiB"}, folder.path(), {{"OARLOCK_VALIDATE", "shape"}}}};
  auto const run = process.wait(std::chrono::seconds{600});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  auto const arrived = committed_sums(folder);
  CHECK(arrived.rows == expected.rows);
  CHECK(arrived.sum == expected.sum);
  if (!sanitized) CHECK(run.peak_kib < 150 * 1024);
}

TEST_CASE("a record may have 64 MiB, and no more") {
  Folder const folder;
  auto const limit = std::size_t{64} << 20;
  auto const more = GENERATE(std::size_t{0}, std::size_t{3});
  std::string const text(limit + more - 4, 'x');  // beside: 2, and the quotes
  folder.write("a.csv", "id,b\n1,a\n2,\"" + text + "\"\n3,c\n");
  auto const run = sync_files(folder, from_files("    path: a.csv\n") + into_sums());
  INFO(run.out.substr(0, 2000) << run.err.substr(0, 2000));
  RowSums all;
  all.add({"1", "a"});
  all.add({"2", text});
  all.add({"3", "c"});
  CHECK(run.exit_code == (more ? 3 : 0));
  if (more)
    CHECK_THAT(run.out + run.err,
               Contains("a.csv: the record at byte 9 is longer than 64 MiB; is a quote not closed?"));
  else
    CHECK(committed_sums(folder) == all);
}

TEST_CASE("ten thousand columns are read, and a destination that takes fewer says so before the first row") {
  Folder const folder;
  std::string header, row;
  for (int i = 0; i < 10'000; ++i) {
    header += (i ? ",c" : "c") + std::to_string(i);
    row += (i ? "," : "") + std::to_string(i);
  }
  folder.write("wide.csv", header + "\n" + row + "\n" + row + "\n");
  auto const run = sync_files(folder, from_files("    path: wide.csv\n") + into_sums());
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  CHECK(committed_sums(folder).rows == 2);
  Folder const other;
  other.write("wide.csv", header + "\n" + row + "\n");
  auto const refused = sync_files(other, from_files("    path: wide.csv\n") + sqlite("db"));
  INFO(refused.out << refused.err);
  CHECK(refused.exit_code != 0);
  CHECK_THAT(refused.out + refused.err, Contains("wide") && Contains("columns"));
}
