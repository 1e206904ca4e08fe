// Opening: what is created, what is refused and in which words, and that a reader changes nothing.
#include <sys/stat.h>
#include <unistd.h>

#include <iostream>

#include "state/open.hpp"
#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;
namespace fs = std::filesystem;

namespace {

oar::Error refusal(fs::path const& path, Access access = Access::read_write) {
  return failure_of(StateFile::open(path, access));
}

void save_one(fs::path const& path) { must(open(path).save(route, {.cursors = {{"a", 1, "x"}}})); }

// A state file as a killed sync leaves it: rows stand in the log only.
void leave_as_killed(fs::path const& path) {
  Child child{[&] {
    static auto file = open(path);
    must(file.save(route, {.cursors = {{"a", 1, "x"}}}));
    return std::string{"saved"};
  }};
  REQUIRE(child.report() == "saved");
}

// As root, permission bits mean nothing, so the child becomes "nobody".
void become_ordinary() {
  if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
}

}  // namespace

TEST_CASE("a missing folder and file are created, the file for its owner alone") {
  Folder const folder;
  auto const path = folder / "a/b/s.db";
  save_one(path);
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("the log of a running sync is for its owner alone too") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 1, "x"}}}));
  struct stat about {};
  REQUIRE(::stat((folder / "s.db-wal").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("the file is a marked SQLite database with a write-ahead log") {
  Folder const folder;
  save_one(folder / "s.db");
  CHECK(query_number(folder / "s.db", "PRAGMA application_id") == 0x4f41524c);
  CHECK(query_number(folder / "s.db", "PRAGMA user_version") == 2);
  CHECK(query_number(folder / "s.db", "SELECT journal_mode = 'wal' FROM pragma_journal_mode") == 1);
}

TEST_CASE("every commit waits for the disk, and what refers to a commit in doubt goes with it") {
  Folder const folder;
  auto const database = must(open_for_writing(folder / "s.db"));
  CHECK(must(database->integer("PRAGMA synchronous")) == 2);  // FULL
  CHECK(must(database->integer("PRAGMA foreign_keys")) == 1);
}

TEST_CASE("names that SQLite gives a meaning are names of files") {
  for (auto const* name : {":memory:", "file:s.db?mode=memory"}) {
    Folder const folder;
    Child const child{[&] {
      fs::current_path(folder.path());
      save_one(name);
      return std::to_string(must(open(name).cursors(route)).size()) +
             std::to_string(must(open(name, Access::read_only).cursors(route)).size());
    }};
    CHECK(child.report() == "11");
    CHECK(fs::exists(folder / name));
  }
}

TEST_CASE("processes that start at the same moment on a missing file all get it") {
  Folder const folder;
  auto const opens = [&] {
    auto const file = StateFile::open(folder / "a/s.db", Access::read_write);
    if (!file) std::cerr << file.error().message() << '\n';
    return bool{file};
  };
  CHECK(at_the_same_moment(6, opens) == 6);
}

TEST_CASE("a file that a crash left empty is taken as new") {
  Folder const folder;
  write_file(folder / "s.db", "");
  save_one(folder / "s.db");
  CHECK(must(open(folder / "s.db").cursors(route)).size() == 1);
}

TEST_CASE("a newer format is refused with both versions, and the file stays as it was") {
  Folder const folder;
  save_one(folder / "s.db");
  run_sql(folder / "s.db", "PRAGMA user_version = 12");
  auto const before = contents(folder.path());
  for (auto const access : {Access::read_write, Access::read_only}) {
    auto const error = refusal(folder / "s.db", access);
    CHECK(error.code() == oar::Errc::unsupported);
    CHECK_THAT(error.message(), Catch::Contains((folder / "s.db").string()) && Catch::Contains("format 12") &&
                                    Catch::Contains("up to 2") && Catch::Contains("upgrade oarlock"));
  }
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a text file is refused and stays as it was") {
  Folder const folder;
  auto const text = std::string(5000, 'x');
  write_file(folder / "s.db", text);
  for (auto const access : {Access::read_write, Access::read_only}) {
    auto const error = refusal(folder / "s.db", access);
    CHECK(error.code() == oar::Errc::data);
    CHECK_THAT(error.message(), Catch::Contains("not a state file") && Catch::Contains("--state"));
  }
  CHECK(contents(folder.path()) == std::map<std::string, std::string>{{(folder / "s.db").string(), text}});
}

TEST_CASE("somebody else's SQLite database is refused and stays as it was") {
  Folder const folder;
  run_sql(folder / "s.db", "CREATE TABLE theirs (a)");
  auto const before = contents(folder.path());
  CHECK_THAT(refusal(folder / "s.db").message(), Catch::Contains("not a state file"));
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a damaged file is reported when the damage is met, with the way out") {
  Folder const folder;
  save_one(folder / "s.db");
  auto content = contents(folder.path()).at((folder / "s.db").string());
  for (std::size_t i = 4096; i < content.size(); ++i) content[i] = static_cast<char>(0xa5);
  write_file(folder / "s.db", content);
  auto file = StateFile::open(folder / "s.db", Access::read_write);
  auto const error = file ? failure_of(file->cursors(route)) : file.error();
  CHECK(error.code() == oar::Errc::data);
  CHECK_THAT(error.message(), Catch::Contains("is damaged") && Catch::Contains("move it away"));
}

TEST_CASE("a folder in the file's place is refused") {
  Folder const folder;
  for (auto const access : {Access::read_write, Access::read_only}) {
    auto const error = refusal(folder.path(), access);
    CHECK(error.code() == oar::Errc::io);
    CHECK_THAT(error.message(), Catch::Contains("is a folder") && Catch::Contains("--state"));
  }
}

TEST_CASE("a place below a regular file is refused") {
  Folder const folder;
  write_file(folder / "file", "");
  auto const error = refusal(folder / "file/s.db");
  CHECK(error.code() == oar::Errc::io);
  CHECK_THAT(error.message(), Catch::Contains("file/s.db") && Catch::Contains("Not a directory"));
}

TEST_CASE("a folder that nobody can write, root included, is refused") {
  CHECK_THAT(refusal("/proc/self/oarlock/s.db").message(), Catch::Contains("choose another place with --state"));
  CHECK_THAT(refusal("/proc/self/s.db").message(), Catch::Contains("choose another place with --state"));
}

TEST_CASE("a read-only folder is a permission error, for a new file and for one that is there") {
  Folder const folder;
  save_one(folder / "there.db");
  fs::permissions(folder / "there.db", fs::perms::all);
  fs::permissions(folder.path(), fs::perms(0555));
  for (auto const* name : {"new.db", "there.db"}) {
    Child const child{[&] {
      become_ordinary();
      auto const error = refusal(folder / name);
      return (error.code() == oar::Errc::permission ? "permission: " : "other: ") + error.message();
    }};
    CHECK_THAT(child.report(),
               Catch::StartsWith("permission: ") && Catch::Contains(name) && Catch::Contains("write access"));
  }
}

TEST_CASE("a read-only file is a permission error, and can still be read") {
  Folder const folder;
  save_one(folder / "s.db");
  fs::permissions(folder / "s.db", fs::perms(0444));
  fs::permissions(folder.path(), fs::perms(0777));
  Child const child{[&] {
    become_ordinary();
    auto const error = refusal(folder / "s.db");
    auto const cursors = must(open(folder / "s.db", Access::read_only).cursors(route)).size();
    return (error.code() == oar::Errc::permission ? "permission, " : error.message()) + std::to_string(cursors);
  }};
  CHECK(child.report() == "permission, 1");
}

TEST_CASE("a reader of a missing file sees an empty one and creates nothing") {
  Folder const folder;
  auto file = open(folder / "a/s.db", Access::read_only);
  CHECK(must(file.cursors(route)).empty());
  CHECK(must(file.recent_syncs(5)).empty());
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a reader changes no byte of a file that was closed, and its folder may be read-only") {
  Folder const folder;
  save_one(folder / "s.db");
  auto const before = contents(folder.path());
  fs::permissions(folder.path(), fs::perms(0555));
  CHECK(must(open(folder / "s.db", Access::read_only).cursors(route)).size() == 1);
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a reader changes no byte of what a killed sync left, and sees its last save") {
  Folder const folder;
  leave_as_killed(folder / "s.db");
  auto const before = contents(folder.path());
  REQUIRE(before.contains((folder / "s.db-wal").string()));
  CHECK(must(open(folder / "s.db", Access::read_only).cursors(route)).size() == 1);
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a reader beside a running sync sees what was saved when it opened") {
  Folder const folder;
  auto writer = open(folder / "s.db");
  must(writer.save(route, {.cursors = {{"a", 1, "x"}}}));
  auto reader = open(folder / "s.db", Access::read_only);
  must(writer.save(route, {.cursors = {{"b", 1, "x"}}}));
  CHECK(must(reader.cursors(route)).size() == 1);
  CHECK(must(open(folder / "s.db", Access::read_only).cursors(route)).size() == 2);
}

TEST_CASE("a reader refuses to write and to lock") {
  Folder const folder;
  save_one(folder / "s.db");
  auto file = open(folder / "s.db", Access::read_only);
  CHECK_FALSE(file.save(route, {.cursors = {{"a", 2, "y"}}}));
  CHECK_FALSE(file.begin_sync({}));
  CHECK(failure_of(file.lock("sync")).code() == oar::Errc::invalid_state);
  CHECK(must(file.cursors(route))[0].epoch == 1);
}

TEST_CASE("a scratch copy begins with what the file holds, takes writes, and the file never sees them") {
  Folder const folder;
  leave_as_killed(folder / "s.db");
  auto const before = contents(folder.path());
  {
    auto file = open(folder / "s.db", Access::scratch);
    must(file.save(route, {.cursors = {{"a", 2, "y"}, {"b", 1, "z"}}}));
    CHECK(must(file.begin_sync({.now_us = 1})).sync_time_us > 0);
    CHECK(must(file.cursors(route)).size() == 2);
    CHECK(failure_of(file.lock("sync")).code() == oar::Errc::invalid_state);
  }
  CHECK(must(open(folder / "missing/s.db", Access::scratch).cursors(route)).empty());
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a reader opens a path with characters that mean something in a URI") {
  Folder const folder;
  save_one(folder / "100%41 ?a#b.db");
  CHECK(must(open(folder / "100%41 ?a#b.db", Access::read_only).cursors(route)).size() == 1);
}

TEST_CASE("a reader follows a link to a file whose last save is in the log") {
  Folder const folder;
  Folder const links;
  leave_as_killed(folder / "s.db");
  fs::create_symlink(folder / "s.db", links / "link.db");
  CHECK(must(open(links / "link.db", Access::read_only).cursors(route)).size() == 1);
}
