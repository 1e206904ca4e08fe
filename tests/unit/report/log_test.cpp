// Lines of the log: levels, formats, and what must not be in them.
#include <unistd.h>

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catcher.hpp"
#include "host/report/log.hpp"

using namespace oar::report;
using Catch::Contains;

namespace {

struct Opened {
  Catcher out;
  Screen screen{out.fd()};
  Redactor redactor;

  std::unique_ptr<Log> open(LogSettings const& settings = {}) {
    auto log = Log::open(settings, screen, Style{}, redactor);
    REQUIRE(log);
    return std::move(*log);
  }
};

}  // namespace

TEST_CASE("a text line has time, level, origin, message and fields") {
  Opened f;
  auto const log = f.open({.screen_plugins = Level::info});
  log->write(Level::info, "linux", "cannot read", R"({"path":"/etc/shadow","errno":13})");
  CHECK_THAT(f.out.text(), Catch::Matches(R"(\d\d:\d\d:\d\d info  linux: cannot read path=/etc/shadow errno=13\n)"));
}

TEST_CASE("a JSON line is one object, whatever the message and the fields hold") {
  Opened f;
  auto const log = f.open({.screen_plugins = Level::info, .format = LogFormat::json});
  log->write(Level::warn, "linux", "a \"quoted\"\nmessage \x1b[2J", "not json");
  auto const line = boost::json::parse(f.out.text()).as_object();
  CHECK(line.at("level") == "warning");
  CHECK(line.at("origin") == "linux");
  CHECK_THAT(std::string(line.at("message").as_string()), Contains("a \"quoted\"\nmessage"));
  CHECK(line.at("fields") == "not json");
}

TEST_CASE("plugins have a threshold of their own") {
  Opened f;
  auto const log = f.open({.screen = Level::info, .screen_plugins = Level::error});
  log->write(Level::warn, "linux", "noise");
  log->warn("ours");
  log->write(Level::error, "linux", "broken");
  auto const text = f.out.text();
  CHECK(text.find("noise") == std::string::npos);
  CHECK_THAT(text, Contains("ours") && Contains("broken"));
  CHECK(log->keeps(Level::error, true));
  CHECK_FALSE(log->keeps(Level::warn, true));
}

TEST_CASE("no secret in a message or a field, in either format") {
  auto const format = GENERATE(LogFormat::text, LogFormat::json);
  Opened f;
  f.redactor.add("se\"cret");
  f.redactor.add("line one\nline two");
  auto const log = f.open({.screen_plugins = Level::trace, .format = format});
  log->write(Level::info, "p", "it is se\"cret", R"({"key":"se\"cret","pem":"line one\nline two"})");
  log->write(Level::info, "p", "it is line one\nline two");
  auto const text = f.out.text();
  CHECK(text.find("cret") == std::string::npos);
  CHECK(text.find("line one") == std::string::npos);
  CHECK(text.find("line two") == std::string::npos);
}

TEST_CASE("the file keeps more than the screen, and is appended to") {
  Opened f;
  auto const path = std::filesystem::temp_directory_path() / ("oarlock-log-" + std::to_string(::getpid()));
  {
    auto const log = f.open({.file = path});
    log->debug("only in the file");
    log->file_only(Level::error, "told already");
  }
  f.open({.file = path})->info("later");
  std::ostringstream kept;
  kept << std::ifstream{path}.rdbuf();
  std::filesystem::remove(path);
  CHECK_THAT(kept.str(), Contains("only in the file") && Contains("told already") && Contains("later"));
  CHECK(f.out.text().find("only in") == std::string::npos);
}

TEST_CASE("a log file that cannot be opened is an error, not an exception") {
  Opened f;
  auto const log = Log::open({.file = "/proc/none/log.txt"}, f.screen, Style{}, f.redactor);
  REQUIRE_FALSE(log);
  CHECK_THAT(log.error().message(), Contains("--log-file"));
}
