// The command line, as values.
#include <catch2/catch.hpp>

#include "host/cli/parse.hpp"

using namespace oar::cli;
using Catch::Contains;
using oar::report::Level;

namespace {

Options options_of(std::vector<std::string> const& arguments) {
  auto const parsed = parse(arguments);
  if (auto const* const leave = std::get_if<Leave>(&parsed)) FAIL(leave->text);
  return std::get<Options>(parsed);
}

Leave leave_of(std::vector<std::string> const& arguments) {
  auto const parsed = parse(arguments);
  REQUIRE(std::holds_alternative<Leave>(parsed));
  return std::get<Leave>(parsed);
}

}  // namespace

TEST_CASE("sync takes files, folders and its options in any order") {
  auto const options = options_of({"sync", "a.yaml", "--memory", "64MiB", "b/", "--plugin-dir", "p", "--plugin-dir",
                                   "q", "--concurrency", "3", "--state", "s.db"});
  CHECK(options.command == Command::sync);
  CHECK(options.configs == std::vector<std::filesystem::path>{"a.yaml", "b/"});
  CHECK(options.memory_bytes == 64u << 20u);
  CHECK(options.plugin_dirs == std::vector<std::filesystem::path>{"p", "q"});
  CHECK(options.concurrency == 3);
  CHECK(options.state == "s.db");
  CHECK(options.typed ==
        "oarlock sync a.yaml --memory 64MiB b/ --plugin-dir p --plugin-dir q --concurrency 3 --state s.db");
}

TEST_CASE("a stall timeout is a number of seconds, minutes or hours") {
  using namespace std::chrono_literals;
  CHECK(options_of({"sync", "a"}).stall_timeout == 5min);
  CHECK(options_of({"sync", "a", "--stall-timeout", "90s"}).stall_timeout == 90s);
  CHECK(options_of({"sync", "a", "--stall-timeout", "2m"}).stall_timeout == 2min);
  CHECK(options_of({"sync", "a", "--stall-timeout", "1h"}).stall_timeout == 1h);
}

TEST_CASE("general options stand before or behind the command") {
  CHECK(options_of({"--output", "json", "validate", "a.yaml"}).output == Output::json);
  CHECK(options_of({"validate", "a.yaml", "--output=json"}).output == Output::json);
  CHECK(options_of({"plugin", "list", "-q"}).quiet);
  CHECK(options_of({"plugin", "info", "sqlite"}).plugin == "sqlite");
}

TEST_CASE("-v, -q and --log-level settle what is logged") {
  CHECK(options_of({"sync", "a"}).log.screen == Level::info);
  CHECK(options_of({"sync", "a"}).log.screen_plugins == Level::error);
  CHECK(options_of({"sync", "a", "-v"}).log.screen_plugins == Level::debug);
  CHECK(options_of({"sync", "a", "-vv"}).log.screen == Level::trace);
  CHECK(options_of({"sync", "a", "-q"}).log.screen == Level::error);
  auto const leveled =
      options_of({"sync", "a", "-q", "--log-level", "warn", "--log-file", "f", "--log-format", "json"}).log;
  CHECK(leveled.screen_plugins == Level::warn);
  CHECK(leveled.file_level == Level::warn);
  CHECK(leveled.format == oar::report::LogFormat::json);
}

TEST_CASE("help and version leave with 0, whatever else is typed") {
  CHECK(leave_of({"--version"}).code == 0);
  CHECK_THAT(leave_of({"sync", "--help"}).text, Contains("Usage: oarlock sync [OPTIONS] CONFIG..."));
  CHECK_THAT(leave_of({"help", "plugin", "info"}).text, Contains("Usage: oarlock plugin info [OPTIONS] NAME"));
  CHECK(leave_of({"--help"}).code == 0);
}

TEST_CASE("the help of a command lists its own options and the general ones") {
  auto const sync = leave_of({"sync", "-h"}).text;
  CHECK_THAT(sync, Contains("--memory SIZE") && Contains("--log-format text|json") && Contains("Exit codes:"));
  CHECK_FALSE(Contains("--memory").match(leave_of({"plugin", "list", "-h"}).text));
}

TEST_CASE("usage errors leave with 2") {
  CHECK(leave_of({}).code == 2);
  CHECK(leave_of({"plugin"}).code == 2);
  CHECK_THAT(leave_of({"sync", "a", "--ouput", "json"}).text, Contains("did you mean --output?"));
  CHECK_THAT(leave_of({"sync", "a", "--memory", "1KiB"}).text, Contains("at least 1MiB"));
  CHECK_THAT(leave_of({"plugin", "info", "a", "b"}).text, Contains("unexpected argument b"));
}
