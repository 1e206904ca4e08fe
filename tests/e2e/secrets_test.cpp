// Secrets appear nowhere: everything that a sync leaves is searched for them.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

// The source logs its token, the destination's error mentions its password: plugins that misbehave.
std::string config() {
  return source("made", "kept", "    token: \"${TOKEN}\"\n    tables: [{name: a, rows: 5}]\n") +
         recording("kept", "    password: \"${file:password.txt}\"\n    fail_commit: 1\n    fail_for_ever: true\n");
}

bool anywhere(Folder const& folder, std::string const& text) {
  for (auto const& entry : std::filesystem::recursive_directory_iterator{folder.path()}) {
    if (!entry.is_regular_file() || entry.path().filename() == "password.txt") continue;
    INFO(entry.path());
    if (read_file(entry.path()).find(text) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a secret is in no log, error, summary, reject or state file") {
  auto const format = GENERATE(as<std::string>{}, "text", "json");
  std::string const token = "tok-\\\"en-9f8e7d";
  std::string const password = "hunter2hunter2";
  Folder const folder;
  folder.write("sync.yaml", config());
  folder.write("password.txt", password + "\n");
  Launch const launch{{"sync", "-vv", "--log-level", "trace", "--log-file", "log.txt", "--log-format", format,
                       "--output", format, "sync.yaml"},
                      folder.path(),
                      {{"TOKEN", token}}};
  auto const run = run_oarlock(launch);
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.err, Contains("the token is ***"));
  CHECK_THAT(run.out, Contains("made to fail at commit") && Contains("***"));
  for (auto const& secret : {token, std::string("9f8e7d"), password}) {
    CHECK(run.out.find(secret) == std::string::npos);
    CHECK(run.err.find(secret) == std::string::npos);
    CHECK_FALSE(anywhere(folder, secret));
  }
}

TEST_CASE("a secret of the wrong type is refused without being shown") {
  Folder const folder;
  folder.write("sync.yaml",
               source("made", "kept", "    token: [opensesame]\n    tables: [{name: a}]\n") + recording("kept", ""));
  auto const run = run_oarlock({{"validate", "sync.yaml"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK(run.err.find("opensesame") == std::string::npos);
}
