#include "host/plugins/trust.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "temp_dir.hpp"

using oar::plugins::check_writers;

namespace {

void set_mode(std::filesystem::path const& path, mode_t mode) { REQUIRE(::chmod(path.c_str(), mode) == 0); }

}  // namespace

TEST_CASE("a library that only its owner may write to is trusted") {
  TempDir dir;
  CHECK(check_writers(dir.file("plugins/a.so", "")));
}

TEST_CASE("a library that everyone may write to is refused with the command that mends it") {
  TempDir dir;
  auto const library = dir.file("plugins/a.so", "");
  set_mode(library, 0646);
  auto const checked = check_writers(library);
  REQUIRE(!checked);
  CHECK(checked.error().code() == oar::Errc::permission);
  CHECK_THAT(checked.error().message(), Catch::EndsWith("run: chmod o-w '" + library.string() + "'"));
}

TEST_CASE("a library in a folder that everyone may write to is refused, also through a link") {
  TempDir dir;
  auto const library = dir.file("open/a.so", "");
  std::filesystem::create_directory(dir / "closed");
  std::filesystem::create_symlink(library, dir / "closed/a.so");
  set_mode(dir / "closed", 0755);
  set_mode(dir / "open", 0777);
  CHECK(!check_writers(library));
  CHECK(!check_writers(dir / "closed/a.so"));

  set_mode(dir / "open", 0755);
  CHECK(check_writers(dir / "closed/a.so"));
  set_mode(dir / "closed", 0777);
  CHECK(!check_writers(dir / "closed/a.so"));
}

TEST_CASE("a folder above the library's own is not asked") {
  TempDir dir;
  auto const library = dir.file("plugins/a.so", "");
  set_mode(dir.path(), 0777);
  CHECK(check_writers(library));
}

// A umask of 002 with a group per user, Debian's custom, makes everything one builds writable by one's own group.
TEST_CASE("the owner's primary group may write, another group may not") {
  TempDir dir;
  auto const library = dir.file("plugins/a.so", "");
  set_mode(library, 0664);
  CHECK(check_writers(library));
  if (::geteuid() != 0) return;  // only root may give a file to any group
  REQUIRE(::chown(library.c_str(), 0, 12345) == 0);
  set_mode(library, 0664);
  auto const checked = check_writers(library);
  REQUIRE(!checked);
  CHECK_THAT(checked.error().message(), Catch::Contains("gid 12345") && Catch::Contains("chmod g-w"));
}
