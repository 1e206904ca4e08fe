// What a user meets first: version, help, and what a wrong word is answered with.
#include <catch2/catch.hpp>

#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("--version says the version on stdout and nothing else") {
  Folder const folder;
  auto const run = run_oarlock({{"--version"}, folder.path()});
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, StartsWith("oarlock "));
  CHECK(run.err.empty());
}

TEST_CASE("every command has help with examples on stdout") {
  Folder const folder;
  auto const overview = run_oarlock({{"--help"}, folder.path()});
  CHECK(overview.exit_code == 0);
  std::vector<std::vector<std::string>> const commands = {{"sync"},   {"validate"},       {"test-connection"},
                                                          {"tables"}, {"plugin", "list"}, {"plugin", "info"}};
  for (auto arguments : commands) {
    CHECK_THAT(overview.out, Contains(arguments.back()));
    arguments.emplace_back("--help");
    auto const help = run_oarlock({arguments, folder.path()});
    CHECK(help.exit_code == 0);
    CHECK_THAT(help.out, Contains("Examples:\n  oarlock " + arguments.front()));
    CHECK(help.err.empty());
  }
}

TEST_CASE("a mistyped command or option is answered with the nearest one and exit code 2") {
  Folder const folder;
  auto const command = run_oarlock({{"snyc", "x.yaml"}, folder.path()});
  CHECK(command.exit_code == 2);
  CHECK(command.out.empty());
  CHECK_THAT(command.err, Contains("unknown command snyc, did you mean sync?"));

  auto const below = run_oarlock({{"plugin", "lst"}, folder.path()});
  CHECK(below.exit_code == 2);
  CHECK_THAT(below.err, Contains("did you mean list?") && Contains("oarlock plugin --help"));

  auto const option = run_oarlock({{"sync", "x.yaml", "--memroy", "1GiB"}, folder.path()});
  CHECK(option.exit_code == 2);
  CHECK_THAT(option.err, Contains("unknown option --memroy, did you mean --memory?"));
}

TEST_CASE("a value that an option does not take is refused with what it takes") {
  Folder const folder;
  for (auto const& [option, value, expected] :
       std::vector<std::array<std::string, 3>>{{"--memory", "lots", "lots"},
                                               {"--concurrency", "0", "1"},
                                               {"--stall-timeout", "5", "90s"},
                                               {"--stall-timeout", "0s", "90s"},
                                               {"--stall-timeout", "99999999999999999999h", "90s"},
                                               {"--output", "xml", "json"},
                                               {"--log-level", "loud", "debug"}}) {
    auto const run = run_oarlock({{"sync", "x.yaml", option, value}, folder.path()});
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.err, Contains(option) && Contains(expected));
  }
}

TEST_CASE("a command without its argument says so") {
  Folder const folder;
  auto const run = run_oarlock({{"sync"}, folder.path()});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("no CONFIG is given") && Contains("oarlock sync --help"));
  CHECK(run_oarlock({{}, folder.path()}).exit_code == 2);
}
