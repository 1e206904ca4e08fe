// Each library that a host must refuse, as a user meets it: exit code 2, the file's name and the reason.
#include <catch2/catch.hpp>
#include <fstream>

#include "configs.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

std::string config_with(std::string const& path) {
  return "kind: source\nspec:\n  name: made\n  path: " + path +
         "\n  tables: [\"*\"]\n  destinations: [kept]\n  spec: {}\n---\n" + recording("kept", "");
}

Run sync_with(Folder const& folder, std::string const& path) {
  folder.write("sync.yaml", config_with(path));
  return run_oarlock({{"sync", "sync.yaml"}, folder.path()});
}

std::string refused(std::string const& fault) { return std::string(OAR_TEST_PLUGINS) + "/refused/" + fault + ".so"; }

}  // namespace

TEST_CASE("a plugin that must be refused is exit code 2, with its file and the reason") {
  struct Case {
    std::string fault;
    std::string reason;
  };
  auto const [fault, reason] = GENERATE(values<Case>({
      {"no_entry", "oar_plugin_entry_v1"},
      {"undefined_symbol", "undefined symbol"},
      {"other_major", "2"},
      {"minor_too_new", "1."},
      {"null_entry", ""},
      {"entry_error", ""},
      {"init_error", ""},
      {"throw_in_init", "threw"},
  }));
  CAPTURE(fault);
  Folder const folder;
  auto const run = sync_with(folder, refused(fault));
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("sync.yaml:4:") && Contains(fault + ".so") && Contains(reason));
  CHECK_FALSE(std::filesystem::exists(folder / ".oarlock"));
}

TEST_CASE("a plugin that is not there is answered with every place looked at") {
  Folder const folder;
  folder.write("sync.yaml", config_with("synthetik"));
  auto const run = run_oarlock({{"sync", "sync.yaml", "--plugin-dir", "mine"}, folder.path()});
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("mine") && Contains(OAR_TEST_PLUGINS) && Contains("synthetic"));
}

TEST_CASE("a text file and a library of another machine are no plugins") {
  Folder const folder;
  auto const text = sync_with(folder, folder.write("text.so", "not a library\n").string());
  CHECK(text.exit_code == 2);
  CHECK_THAT(text.err, Contains("text.so"));

  auto library = read_file(std::string(OAR_TEST_PLUGINS) + "/synthetic.so");
  REQUIRE(library.size() > 20);
  library[18] = static_cast<char>(library[18] == 62 ? 183 : 62);  // e_machine: x86-64 or AArch64
  auto const other = sync_with(folder, folder.write("other.so", library).string());
  INFO(other.err);
  CHECK(other.exit_code == 2);
  CHECK_THAT(other.err, Contains("other.so") && Contains("x86"));
}

TEST_CASE("a destination's plugin in a source's place is refused by its role") {
  Folder const folder;
  auto const run = sync_with(folder, "recording");
  INFO(run.err);
  CHECK(run.exit_code == 2);
  CHECK_THAT(run.err, Contains("recording") && Contains("source"));
}
