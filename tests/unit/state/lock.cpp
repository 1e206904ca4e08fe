// One sync at a time, and who it is.
#include "state/lock.hpp"

#include <unistd.h>

#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;

namespace {

std::string take_and_keep(std::filesystem::path const& path) {
  static auto file = open(path);
  static auto lock = must(file.lock("oarlock sync\nb.yaml"));
  return "locked";
}

}  // namespace

TEST_CASE("a second sync is refused with who holds the lock: process, host, since when, command") {
  Folder const folder;
  Child const child{[&] { return take_and_keep(folder / "s.db"); }};
  REQUIRE(child.report() == "locked");
  auto const error = failure_of(open(folder / "s.db").lock("oarlock sync"));
  CHECK(error.code() == oar::Errc::conflict);
  std::string host(256, '\0');
  ::gethostname(host.data(), host.size() - 1);
  CHECK_THAT(error.message(), Catch::Contains("process " + std::to_string(child.pid())) &&
                                  Catch::Contains("on " + std::string{host.c_str()}) && Catch::Contains("since 20") &&
                                  Catch::Contains("oarlock sync b.yaml") && Catch::Contains("wait"));
}

TEST_CASE("kill -9 frees the lock") {
  Folder const folder;
  Child child{[&] { return take_and_keep(folder / "s.db"); }};
  auto file = open(folder / "s.db");
  REQUIRE_FALSE(file.lock("second"));
  child.kill_now();
  CHECK(file.lock("second"));
}

TEST_CASE("the lock ends with its object, and its file stays") {
  Folder const folder;
  auto file = open(folder / "s.db");
  {
    auto const lock = must(file.lock("first"));
    CHECK_FALSE(file.lock("second"));
    CHECK(SyncLock::held(folder / "s.db.lock"));
  }
  CHECK_FALSE(SyncLock::held(folder / "s.db.lock"));
  CHECK(std::filesystem::exists(folder / "s.db.lock"));
  CHECK(file.lock("second"));
}

TEST_CASE("a moved lock is held once, by its new owner") {
  Folder const folder;
  auto file = open(folder / "s.db");
  auto first = must(file.lock("first"));
  auto second = std::move(first);
  CHECK(SyncLock::held(folder / "s.db.lock"));
  { auto const last = std::move(second); }
  CHECK_FALSE(SyncLock::held(folder / "s.db.lock"));
}

TEST_CASE("two links to one state file share one lock") {
  Folder const folder;
  auto file = open(folder / "s.db");
  auto const lock = must(file.lock("first"));
  std::filesystem::create_symlink(folder / "s.db", folder / "link.db");
  CHECK_FALSE(open(folder / "link.db").lock("second"));
}

TEST_CASE("asking whether a sync runs does not create the lock's file") {
  Folder const folder;
  CHECK_FALSE(SyncLock::held(folder / "s.db.lock"));
  CHECK(std::filesystem::is_empty(folder.path()));
}
