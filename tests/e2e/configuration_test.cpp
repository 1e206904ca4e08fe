// A wrong configuration: everything that is wrong at once, each with its place, before anything happens.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <regex>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

// Five mistakes: line 6 an unknown destination, line 7 a misspelt field, line 10 a missing name, line 11 a text where a
// number belongs, line 19 an unknown write mode.
constexpr char const* five_mistakes = R"(kind: source
spec:
  name: made
  path: synthetic
  tables: ["*"]
  destinations: [other]
  skip_tabels: [a]
  spec:
    tables:
      - rows: 5
        splits: many
---
kind: destination
spec:
  name: kept
  path: recording
  spec:
    delay_ms: 0
  write_mode: overwritten
)";

std::size_t errors_in(std::string const& text) {
  std::regex const error{"(^|\n)error: "};
  return static_cast<std::size_t>(std::distance(std::sregex_iterator(text.begin(), text.end(), error), {}));
}

}  // namespace

TEST_CASE("a configuration with five mistakes is answered with five errors, each with its place and what to write") {
  Folder const folder;
  folder.write("wrong.yaml", five_mistakes);
  auto const run = run_oarlock({{"validate", "wrong.yaml"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK(errors_in(run.err) == 5);
  CHECK_THAT(run.err, Contains("wrong.yaml:6:"));
  CHECK_THAT(run.err, Contains("wrong.yaml:7:3:") && Contains("skip_tables"));
  CHECK_THAT(run.err, Contains("wrong.yaml:10:") && Contains("name"));
  CHECK_THAT(run.err, Contains("wrong.yaml:11:"));
  CHECK_THAT(run.err, Contains("wrong.yaml:19:") && Contains("overwrite-delete-stale"));
}

TEST_CASE("sync with a wrong configuration says the same, exits 2 and leaves nothing behind") {
  Folder const folder;
  folder.write("wrong.yaml", five_mistakes);
  auto const validated = run_oarlock({{"validate", "wrong.yaml"}, folder.path()});
  auto const synced = run_oarlock({{"sync", "wrong.yaml"}, folder.path()});
  CHECK(synced.exit_code == 2);
  CHECK(synced.err == validated.err);
  CHECK_FALSE(std::filesystem::exists(folder / ".oarlock"));
}

TEST_CASE("with --output json the problems are one document on stdout") {
  Folder const folder;
  folder.write("wrong.yaml", five_mistakes);
  auto const run = run_oarlock({{"validate", "--output", "json", "wrong.yaml"}, folder.path()});
  auto const document = boost::json::parse(run.out).as_object();
  CHECK(document.at("valid") == false);
  REQUIRE(document.at("problems").as_array().size() == 5);
  auto const& first = document.at("problems").as_array()[0].as_object();
  CHECK(first.at("line") == 6);
  CHECK(first.at("column").as_int64() > 0);
}

TEST_CASE("a right configuration is called valid") {
  Folder const folder;
  folder.write("right.yaml", source("made", "kept", "    tables: [{name: a}]\n") + recording("kept", ""));
  auto const run = run_oarlock({{"validate", "right.yaml"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("valid: 1 source, 1 destination, 1 route"));
  CHECK(run.err.empty());
}

TEST_CASE("a configuration that is not there is named") {
  Folder const folder;
  auto const run = run_oarlock({{"sync", "nowhere.yaml"}, folder.path()});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("nowhere.yaml"));
}
