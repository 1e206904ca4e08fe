// Rows into files: whole with their commit, refused where they could not be kept apart, nothing lost by a kill.
#include <boost/json.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string files(std::string const& settings, std::string const& more = "  write_mode: append\n") {
  return "kind: destination\nspec:\n  name: kept\n  path: file\n" + more +
         "  spec:" + (settings.empty() ? " {}\n" : "\n" + settings) + "---\n";
}

// Whole files below a folder, and what a kill left of others.
std::vector<fs::path> files_in(fs::path const& folder, std::string const& ending) {
  std::vector<fs::path> found;
  for (auto const& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file() && entry.path().string().ends_with(ending)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> lines_of(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("rows become CSV with a header, in a file named after table and commit") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a b, rows: 14, keyed: false}]\n") + files(""));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("at least once"));
  auto const found = files_in(folder.path(), ".csv");
  REQUIRE(found.size() == 1);
  CHECK(found.front().filename().string().starts_with("a%20b."));
  auto const lines = lines_of(found.front());
  REQUIRE(lines.size() == 15);
  CHECK_THAT(lines.front(), EndsWith("id,name,value,at\r"));
  CHECK_THAT(lines[6], EndsWith(",6,row 6,1.5,2026-01-01T00:00:06Z\r"));
  CHECK_THAT(lines[7], EndsWith(",7,row 7,,2026-01-01T00:00:07Z\r"));
}

TEST_CASE("every type becomes a line of JSON that any reader takes") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a, rows: 300, shape: types}]\n") +
                                files("    path: 'out/{{TABLE}}/{{UUID}}.{{FORMAT}}'\n    format: ndjson\n"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
  auto const found = files_in(folder / "out/a", ".ndjson");
  REQUIRE(found.size() == 1);
  std::set<std::int64_t> ids;
  for (auto const& line : lines_of(found.front())) {
    auto const row = json::parse(line).as_object();
    auto const id = row.at("id").as_int64();
    ids.insert(id);
    if (id % 3 == 0) {
      CHECK(row.at("struct_value").is_null());
      continue;
    }
    CHECK(row.at("struct_value").as_object().at("a") == id);
    CHECK(row.at("json_value").as_object().at("id") == id);
    CHECK(row.at("binary_value") == "AP8B");
    CHECK(row.at("uuid_value") == "30313233-3435-3637-3839-616263646566");
    CHECK(row.at("dictionary_value") == (id % 2 == 0 ? "even" : "odd"));
  }
  CHECK(ids.size() == 300);
}

TEST_CASE("modes that files cannot keep are refused before the first row, with the mode that they can") {
  for (std::string const mode : {"", "  write_mode: overwrite\n", "  write_mode: overwrite-delete-stale\n"}) {
    Folder const folder;
    folder.write("sync.yaml", source("made", "kept", "    tables: [{name: a}]\n") + files("", mode));
    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(mode << run.out << run.err);
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.out + run.err, Contains("`write_mode: append`") && !Contains("`write_mode: overwrite`"));
    CHECK(files_in(folder.path(), ".csv").empty());
  }
}

TEST_CASE("validate refuses a path that two commits would share, at its place") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept", "    tables: [{name: a}]\n") + files("    path: out/{{TABLE}}.csv\n"));
  auto const run = run_oarlock({{"validate", "sync.yaml"}, folder.path()});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("out/{{TABLE}}.csv") && Contains("write {{UUID}} into it") && Contains("sync.yaml:"));
  CHECK_FALSE(fs::exists(folder / "out"));
}

TEST_CASE("a killed sync loses no row, and what it left is told apart from files") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept",
                                   "    delay_ms: 2\n    tables: [{name: a, rows: 40000, incremental: true, "
                                   "checkpoint_every: 500}]\n") +
                                files("    path: 'out/{{UUID}}.ndjson'\n"));
  for (int kills = 0; kills < 3; ++kills) {
    Process sync{{{"sync", "sync.yaml"}, folder.path()}};
    auto const before = fs::exists(folder / "out") ? files_in(folder / "out", ".ndjson").size() : 0;
    while (!sync.ended() && (!fs::exists(folder / "out") || files_in(folder / "out", ".ndjson").size() <= before))
      std::this_thread::yield();
    sync.send(SIGKILL);
    sync.wait();
  }
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  REQUIRE(run.exit_code == 0);
  std::set<std::int64_t> ids;
  for (auto const& file : files_in(folder / "out", ".ndjson"))
    for (auto const& line : lines_of(file)) ids.insert(json::parse(line).as_object().at("id").as_int64());
  CHECK(ids.size() == 40000);
  auto const all = files_in(folder / "out", "").size();
  CHECK(all == files_in(folder / "out", ".ndjson").size() + files_in(folder / "out", ".ndjson.part").size());
}
