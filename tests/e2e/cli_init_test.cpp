// `oarlock init`: the first configuration, from options or from answers, which validate accepts as it is.
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

Run init(Folder const& folder, std::vector<std::string> more, std::map<std::string, std::string> environment = {}) {
  more.insert(more.begin(), "init");
  return run_oarlock({more, folder.path(), environment});
}

// `oarlock init` on a terminal of its own, given each answer when it asks. What the terminal showed.
Run init_on_a_terminal(Folder const& folder, std::vector<std::string> const& answers) {
  int terminal = -1;
  pid_t const child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::chdir(folder.path().c_str()) == 0) {
      ::setenv("OARLOCK_PLUGIN_PATH", OAR_TEST_PLUGINS, 1);
      ::execl(OAR_BINARY, OAR_BINARY, "init", nullptr);
    }
    ::_exit(127);
  }
  Run run;
  char buffer[4096];
  std::size_t given = 0;
  std::size_t asked = 0;
  for (ssize_t n = 0; (n = ::read(terminal, buffer, sizeof buffer)) > 0;) {
    run.out.append(buffer, static_cast<std::size_t>(n));
    if (!run.out.ends_with(": ") || run.out.size() <= asked) continue;
    asked = run.out.size();
    auto const answer = (given < answers.size() ? answers[given++] : std::string("\x04")) + "\n";
    if (::write(terminal, answer.data(), answer.size()) < 0) break;
    asked += answer.size() + 1;  // the terminal echoes it
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(terminal);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

std::string const tables_setting = R"(source.tables=[{"name": "t", "rows": 3}])";

}  // namespace

TEST_CASE("init writes a configuration that validate accepts and sync runs") {
  Folder const folder;
  auto const run = init(folder, {"--source", "synthetic", "--destination", "sqlite", "--set", tables_setting, "--set",
                                 "destination.connection_string=out.db"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("oarlock.yaml") && Contains("oarlock sync"));
  std::map<std::string, std::string> const secret{{"SYNTHETIC_TOKEN", "hush-hush"}};
  auto const valid = run_oarlock({{"validate", "oarlock.yaml"}, folder.path(), secret});
  INFO(read_file(folder / "oarlock.yaml"));
  INFO(valid.err);
  CHECK(valid.exit_code == 0);
  CHECK(valid.err.empty());
  REQUIRE(run_oarlock({{"sync", "oarlock.yaml"}, folder.path(), secret}).exit_code == 0);
  CHECK(Database{folder / "out.db"}.number("SELECT count(*) FROM t") == 3);
}

TEST_CASE("every line that init commented out may be uncommented") {
  Folder const folder;
  REQUIRE(init(folder, {"--source", "synthetic", "--destination", "sqlite", "--set", tables_setting}).exit_code == 0);
  auto text = read_file(folder / "oarlock.yaml");
  int settings = 0;
  std::string out;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    auto const mark = line.find("# ");
    auto const colon = line.find(": ");
    bool const is_setting = mark != std::string::npos && mark > 0 && line.find_first_not_of(' ') == mark &&
                            colon != std::string::npos && line.find(' ', mark + 2) == colon + 1;
    // What is empty in its comment is filled in by whoever uncomments it.
    if (is_setting && !line.ends_with(": \"\"") && line.find("cursor") == std::string::npos) {
      line.erase(mark, 2);
      ++settings;
    }
    out += line + "\n";
  }
  folder.write("all.yaml", out);
  auto const valid = run_oarlock({{"validate", "all.yaml"}, folder.path()});
  INFO(out);
  INFO(valid.err);
  CHECK(valid.exit_code == 0);
  CHECK(settings >= 10);
}

TEST_CASE("with --output - the configuration is on stdout, and nothing is written") {
  Folder const folder;
  auto const shown = init(folder, {"--source", "linux", "--destination", "sqlite", "--output", "-"});
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.out, Contains("kind: source") && Contains("connection_string: \"oarlock.db\"") &&
                            Contains("# write_mode: \"overwrite-delete-stale\""));
  CHECK_FALSE(std::filesystem::exists(folder / "oarlock.yaml"));
}

TEST_CASE("init refuses what it cannot do rightly, and then writes nothing") {
  struct Case {
    std::vector<std::string> options;
    std::string says;
  };
  std::vector<Case> const cases = {
      {{}, "no terminal to ask on"},
      {{"--source", "linux"}, "give --source NAME and --destination NAME"},
      {{"--source", "linus", "--destination", "sqlite"}, "linux"},
      {{"--source", "sqlite", "--destination", "sqlite"}, "source"},
      {{"--source", "synthetic", "--destination", "sqlite"}, "give --set source.tables=VALUE"},
      {{"--source", "synthetic", "--destination", "sqlite", "--set", "source.tables=many"}, "expected JSON"},
      {{"--source", "synthetic", "--destination", "sqlite", "--set", "source.tables=[1]"}, "nothing was written"},
      {{"--source", "linux", "--destination", "sqlite", "--set", "source.rot=/x"}, "did you mean \"root\"?"},
      {{"--source", "linux", "--destination", "sqlite", "--set", "root=/x"}, "expected source.SETTING=VALUE"},
      {{"--source", "linux", "--destination", "sqlite", "--output", "no/such/folder/x.yaml"}, "No such file"},
  };
  for (auto const& [options, says] : cases) {
    Folder const folder;
    auto const run = init(folder, options);
    INFO(says);
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.err, Contains(says));
    CHECK(std::filesystem::is_empty(folder.path()));
  }
}

TEST_CASE("init never overwrites without --force") {
  Folder const folder;
  folder.write("oarlock.yaml", "mine");
  auto const run = init(folder, {"--source", "linux", "--destination", "sqlite"});
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("exists already") && Contains("--force"));
  CHECK(read_file(folder / "oarlock.yaml") == "mine");
  CHECK(init(folder, {"--source", "linux", "--destination", "sqlite", "--force"}).exit_code == 0);
  CHECK_THAT(read_file(folder / "oarlock.yaml"), Contains("kind: destination"));
}

TEST_CASE("on a terminal init asks for what is missing, again where an answer is wrong") {
  Folder const folder;
  auto const run = init_on_a_terminal(folder, {"linus", "linux", "sqlite", "machine.db"});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.out, Contains("Which plugin is the source?") && Contains("connection_string"));
  auto const text = read_file(folder / "oarlock.yaml");
  CHECK_THAT(text, Contains("path: \"linux\"") && Contains("connection_string: \"machine.db\""));
  CHECK(run_oarlock({{"validate", "oarlock.yaml"}, folder.path()}).exit_code == 0);
}

TEST_CASE("when the answers end before the questions, init writes nothing") {
  Folder const folder;
  auto const run = init_on_a_terminal(folder, {"linux"});
  CHECK(run.exit_code == 2);
  CHECK(std::filesystem::is_empty(folder.path()));
}
