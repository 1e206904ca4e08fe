#include "host/plugins/search.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "temp_dir.hpp"

using namespace oar::plugins;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> reasons(SearchPath const& path) {
  std::vector<std::string> all;
  for (auto const& place : path.places) all.push_back(place.why + " " + place.path.string());
  return all;
}

// An environment variable for one test.
class Variable {
 public:
  Variable(char const* name, char const* value) : name_{name}, before_{std::getenv(name) ? std::getenv(name) : ""} {
    ::setenv(name, value, 1);
  }
  ~Variable() { before_.empty() ? ::unsetenv(name_) : ::setenv(name_, before_.c_str(), 1); }

 private:
  char const* name_;
  std::string before_;
};

}  // namespace

TEST_CASE("the places are asked in the order of how near the user put them") {
  auto const path = SearchPath::of({.plugin_dirs = {"/first", "/second/"},
                                    .plugin_path = "/third:/fourth",
                                    .data_home = "/home/ada/.local/share",
                                    .executable = "/usr/bin/oarlock"});
  CHECK(reasons(path) == std::vector<std::string>{
                             "--plugin-dir /first",
                             "--plugin-dir /second",
                             "OARLOCK_PLUGIN_PATH /third",
                             "OARLOCK_PLUGIN_PATH /fourth",
                             "the user's plugins /home/ada/.local/share/oarlock/plugins",
                             "the system's plugins /usr/lib/oarlock/plugins",
                             "the build tree /usr/plugins",
                         });
}

// An empty element used to mean the working directory in other programs' paths: a way to run a stranger's library.
TEST_CASE("an empty variable and empty elements name no place, a folder named twice counts once") {
  CHECK(SearchPath::of({}).places.empty());
  auto const path = SearchPath::of({.plugin_dirs = {"", "/a"}, .plugin_path = "::/a::/b:"});
  CHECK(reasons(path) == std::vector<std::string>{"--plugin-dir /a", "OARLOCK_PLUGIN_PATH /b"});
}

TEST_CASE("what the process says: its variables and its real path") {
  Variable const plugin_path{"OARLOCK_PLUGIN_PATH", "/a:/b"};
  Variable const home{"HOME", "/home/ada"};
  {
    Variable const data_home{"XDG_DATA_HOME", "/data"};
    CHECK(SearchSettings::ambient({}).data_home == "/data");
  }
  Variable const relative{"XDG_DATA_HOME", "data"};  // XDG: to be ignored
  auto const settings = SearchSettings::ambient({"/c"});
  CHECK(settings.data_home == "/home/ada/.local/share");
  CHECK(settings.plugin_path == "/a:/b");
  CHECK(settings.plugin_dirs.size() == 1);
  CHECK(settings.executable == fs::canonical("/proc/self/exe"));
}

TEST_CASE("a name finds the library in the first place that has it, the others are shadowed") {
  TempDir dir;
  auto const near = dir.file("near/sqlite.so", "");
  dir.file("far/sqlite.so", "");
  auto const linux = dir.file("far/linux.so", "");
  dir.file("far/readme.txt", "");
  fs::create_directory(dir / "far/folder.so");
  SearchPath const path{{{dir / "missing", "a"}, {dir / "near", "b"}, {dir / "far", "c"}}};

  auto const found = find("sqlite", path);
  REQUIRE(found);
  CHECK(*found == near);
  CHECK(*find("linux", path) == linux);

  auto const all = list(path);
  REQUIRE(all.size() == 3);
  CHECK((all[0].name == "sqlite" && !all[0].shadowed && all[0].why == "b"));
  CHECK((all[1].name == "linux" && !all[1].shadowed));
  CHECK((all[2].name == "sqlite" && all[2].shadowed));
}

TEST_CASE("a plugin that is nowhere: each place with its reason, and the nearest name") {
  TempDir dir;
  dir.file("here/sqlite.so", "");
  fs::create_directories(dir / "odd/sqlit.so");
  fs::create_directories(dir / "links");
  fs::create_symlink("/nowhere", dir / "links/sqlit.so");
  SearchPath const path{{{dir / "gone", "--plugin-dir"},
                         {dir / "here", "OARLOCK_PLUGIN_PATH"},
                         {dir / "odd", "the user's plugins"},
                         {dir / "links", "the system's plugins"}}};
  auto const found = find("sqlit", path);
  REQUIRE(!found);
  CHECK(found.error().code() == oar::Errc::not_found);
  std::string const root = dir.path().string();
  CHECK(found.error().message() ==
        "no plugin is called \"sqlit\"; did you mean sqlite?\nlooked at:"
        "\n  " +
            root +
            "/gone: no such folder (--plugin-dir)"
            "\n  " +
            root +
            "/here/sqlit.so: no such file (OARLOCK_PLUGIN_PATH)"
            "\n  " +
            root +
            "/odd/sqlit.so: it is a folder (the user's plugins)"
            "\n  " +
            root + "/links/sqlit.so: it is a link that leads nowhere (the system's plugins)");
}

TEST_CASE("without any place to look at the error says how to give one") {
  auto const found = find("sqlite", SearchPath{});
  REQUIRE(!found);
  CHECK_THAT(found.error().message(), Catch::Contains("--plugin-dir"));
}

TEST_CASE("a path is taken as it is, and never looked for elsewhere") {
  TempDir dir;
  auto const library = dir.file("mine/sqlite.so", "");
  SearchPath const path{{{dir / "mine", "--plugin-dir"}}};
  CHECK(*find(library.string(), {}) == library);
  CHECK(*find((dir / "mine/../mine/./sqlite.so").string(), {}) == library);

  auto const bare = find("sqlite.so", path);  // a path relative to the working directory, by its suffix
  REQUIRE(!bare);
  CHECK(bare.error().message() ==
        "no plugin library at " + (fs::current_path() / "sqlite.so").string() + ": no such file");

  auto const misspelt = find((dir / "mine/sqlte.so").string(), {});
  REQUIRE(!misspelt);
  CHECK_THAT(misspelt.error().message(), Catch::EndsWith("no such file; did you mean sqlite?"));
}

TEST_CASE("an empty name is refused with a remedy") {
  auto const found = find("", {});
  REQUIRE(!found);
  CHECK_THAT(found.error().message(), Catch::Contains("empty"));
}
