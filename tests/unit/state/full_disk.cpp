// A disk without room: a real limit on the size of files everywhere, a real full disk where a small one can be mounted.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;

namespace {

void limit_file_size(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

Progress big(std::uint64_t epoch) { return {.cursors = {{"a", epoch, std::string(1 << 20, 'x')}}}; }

// What a user reads, and whether the earlier cursor is still there and the file still works.
std::string outcome(StateFile& file, oar::Result<void> const& failed) {
  if (failed) return "saved";
  auto const cursors = must(file.cursors(route));
  bool const is_kept = cursors.size() == 1 && cursors[0].envelope == "before";
  return failed.error().message() + (is_kept ? " [kept]" : " [lost]") +
         (failed.error().code() == oar::Errc::io ? "[io]" : "");
}

std::string save_with_limit(std::filesystem::path const& path) {
  auto file = open(path);
  must(file.save(route, {.cursors = {{"a", 1, "before"}}}));
  limit_file_size(256 << 10);
  auto const failed = file.save(route, big(2));
  auto const text = outcome(file, failed);
  limit_file_size(RLIM_INFINITY);
  return text + (file.save(route, big(2)) ? "[again]" : "");
}

// In a mount namespace of the child's own, which ends with it.
bool mount_small_disk(std::filesystem::path const& folder) {
  if (::unshare(CLONE_NEWNS) != 0) return false;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=768k") == 0;
}

std::string save_on_small_disk(std::filesystem::path const& folder) {
  if (!mount_small_disk(folder)) return "cannot mount";
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 1, "before"}}}));
  auto const failed = file.save(route, big(2));
  auto const text = outcome(file, failed);
  return text + (file.save(route, {.cursors = {{"b", 1, "small"}}}) ? "[again]" : "");
}

}  // namespace

TEST_CASE("a save beyond a limit of the system fails in clear words, keeps the old cursor, and may be done again") {
  Folder const folder;
  Child const child{[&] { return save_with_limit(folder / "s.db"); }};
  CHECK_THAT(child.report(), Catch::Contains("s.db") && Catch::Contains("File too large") &&
                                 Catch::Contains("what was saved before is not lost") &&
                                 Catch::EndsWith(" [kept][io][again]"));
}

TEST_CASE("a full disk is named as such, keeps the old cursor, and the file goes on working") {
  Folder const folder;
  Child const child{[&] { return save_on_small_disk(folder.path()); }};
  if (child.report() == "cannot mount") {
    WARN("this user cannot mount a small disk: not tried");
    return;
  }
  CHECK_THAT(child.report(),
             Catch::Contains("s.db: the disk is full: free some space") && Catch::EndsWith(" [kept][io][again]"));
}

TEST_CASE("a disk that is full when the file is to be created says so") {
  Folder const folder;
  Child const child{[&] {
    limit_file_size(0);
    auto const file = StateFile::open(folder / "s.db", Access::read_write);
    return file ? std::string{"opened"} : file.error().message();
  }};
  CHECK_THAT(child.report(), Catch::Contains("s.db") && Catch::Contains("File too large"));
}
