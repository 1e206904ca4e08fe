// Shell completion as the shells themselves do it, and the manual page as groff reads it.
#include <catch2/catch.hpp>

#include <sstream>

#include "process.hpp"
#include "shell.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

std::string saved(Folder const& folder, std::string const& name, std::vector<std::string> const& arguments) {
  auto const run = run_oarlock({arguments, folder.path()});
  REQUIRE(run.exit_code == 0);
  CHECK(run.err.empty());
  return folder.write(name, run.out).string();
}

// What bash offers for the words, the last of which is being typed.
std::vector<std::string> offered(Folder const& folder, std::vector<std::string> const& words) {
  std::string script = "source ./completion.bash\nCOMP_WORDS=(";
  for (auto const& word : words) script += "'" + word + "' ";
  script += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) + "\n_oarlock\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  folder.write("try.bash", script);
  auto const run = run_program(folder, "bash --norc --noprofile try.bash");
  INFO(script);
  INFO(run.out);
  REQUIRE(run.exit_code == 0);
  std::vector<std::string> lines;
  std::istringstream stream{run.out};
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("bash completes commands, options, their values, files and plugins") {
  Folder const folder;
  saved(folder, "completion.bash", {"completion", "bash"});
  folder.write("inventory.yaml", "");
  folder.write("in two.yaml", "");
  CHECK(offered(folder, {"oarlock", "sy"}) == Words{"sync"});
  CHECK(offered(folder, {"oarlock", "plugin", "i"}) == Words{"info"});
  CHECK(offered(folder, {"oarlock", "sync", "--mem"}) == Words{"--memory"});
  CHECK(offered(folder, {"oarlock", "--log-level", "sync", "va"}) == Words{"validate"});
  CHECK(offered(folder, {"oarlock", "sync", "--log-level", "e"}) == Words{"error"});
  CHECK(offered(folder, {"oarlock", "sync", "--log-level", "=", "e"}) == Words{"error"});
  CHECK(offered(folder, {"oarlock", "sync", "--log-level", "="}).size() == 6);
  CHECK(offered(folder, {"oarlock", "completion", ""}) == Words{"bash", "zsh", "fish"});
  CHECK(offered(folder, {"oarlock", "sync", "-q", "in"}) == Words{"in two.yaml", "inventory.yaml"});
  CHECK(offered(folder, {"oarlock", "sync", "--state", "inv"}) == Words{"inventory.yaml"});
  CHECK(offered(folder, {"oarlock", "sync", "--memory", "1"}).empty());
  CHECK(offered(folder, {"oarlock", "plugin", "list", ""}).empty());
  CHECK(offered(folder, {"oarlock", "plugin", "info", "sql"}) == Words{"sqlite"});
}

TEST_CASE("every command and every option of its help is offered by bash") {
  Folder const folder;
  saved(folder, "completion.bash", {"completion", "bash"});
  for (auto const& command : std::vector<Words>{{"sync"}, {"validate"}, {"tables"}, {"plugin", "info"}}) {
    auto words = Words{"oarlock"};
    words.insert(words.end(), command.begin(), command.end());
    auto help = command;
    help.emplace_back("--help");
    auto const text = run_oarlock({help, folder.path()}).out;
    words.emplace_back("--");
    for (auto const& option : offered(folder, words)) CHECK_THAT(text, Contains(option));
    CHECK(offered(folder, words).size() >= 6);
  }
}

TEST_CASE("zsh takes its completion, and completes with it") {
  REQUIRE(has_program("zsh"));
  Folder const folder;
  saved(folder, "_oarlock", {"completion", "zsh"});
  auto const syntax = run_program(folder, "zsh -f -n _oarlock");
  INFO(syntax.out);
  CHECK(syntax.exit_code == 0);
  CHECK(syntax.out.empty());
  folder.write("load.zsh", "autoload -U compinit && compinit -u -D\nsource ./_oarlock\nprint $_comps[oarlock]\n");
  auto const loaded = run_program(folder, "zsh -f load.zsh");
  CHECK(loaded.out == "_oarlock\n");
}

TEST_CASE("fish completes commands, options and their values") {
  REQUIRE(has_program("fish"));
  Folder const folder;
  saved(folder, "oarlock.fish", {"completion", "fish"});
  auto const syntax = run_program(folder, "HOME=$PWD fish --no-config -n oarlock.fish");
  INFO(syntax.out);
  CHECK(syntax.exit_code == 0);
  auto const offers = [&](std::string const& typed) {
    return run_program(folder, "HOME=$PWD fish --no-config -c 'source oarlock.fish; complete -C \"" + typed + "\"'")
        .out;
  };
  CHECK_THAT(offers("oarlock sy"), Catch::StartsWith("sync\t"));
  CHECK_THAT(offers("oarlock plugin "), Contains("list\t") && Contains("info\t") && !Contains("sync"));
  CHECK_THAT(offers("oarlock sync --mem"), Catch::StartsWith("--memory\t"));
  CHECK_THAT(offers("oarlock sync --log-level de"), Catch::StartsWith("debug"));
  CHECK_THAT(offers("oarlock plugin list --mem"), !Contains("--memory"));
}

TEST_CASE("an unknown shell, or none, is refused with those that are known") {
  Folder const folder;
  auto const none = run_oarlock({{"completion"}, folder.path()});
  CHECK(none.exit_code == 2);
  CHECK_THAT(none.err, Contains("bash, zsh or fish"));
  auto const other = run_oarlock({{"completion", "tcsh"}, folder.path()});
  CHECK(other.exit_code == 2);
  CHECK_THAT(other.err, Contains("tcsh") && Contains("fish"));
}

TEST_CASE("the manual page has every command, and groff has nothing to say against it") {
  Folder const folder;
  saved(folder, "oarlock.1", {"man"});
  REQUIRE(has_program("groff"));
  auto const silent = run_program(folder, "groff -man -Tutf8 -ww oarlock.1 2>&1 >/dev/null");
  CHECK(silent.out.empty());
  auto const page = run_program(folder, "groff -man -Tutf8 -P-cbou oarlock.1").out;
  for (auto const* words :
       {"oarlock sync [OPTIONS] CONFIG...", "oarlock plugin info [OPTIONS] NAME", "--memory SIZE", "EXIT STATUS",
        "source <(oarlock completion bash)", "--log-level trace|debug|info|warn|error|off", "OARLOCK_STATE"})
    CHECK_THAT(page, Contains(words));
}
