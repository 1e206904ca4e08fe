// Upgrades of the file's format.
#include "state/schema.hpp"

#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;

namespace {

auto database(std::filesystem::path const& path) {
  return must(Database::open(path.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, path.string()));
}

constexpr char const* two_steps[] = {"CREATE TABLE a (x)", "ALTER TABLE a ADD y; INSERT INTO a VALUES (1, 2)"};
constexpr char const* broken_step[] = {"CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE b (x)"};

}  // namespace

TEST_CASE("an older format is brought up by the steps that it lacks, once") {
  Folder const folder;
  auto const file = database(folder / "s.db");
  must(upgrade_format(*file, std::span{two_steps}.first(1)));
  must(upgrade_format(*file, two_steps));
  must(upgrade_format(*file, two_steps));
  CHECK(must(file->integer("SELECT count(*) FROM a")) == 1);
  CHECK(must(file->integer("PRAGMA user_version")) == 2);
}

TEST_CASE("a step that fails leaves the file as it was") {
  Folder const folder;
  auto const file = database(folder / "s.db");
  must(upgrade_format(*file, std::span{broken_step}.first(1)));
  CHECK_FALSE(upgrade_format(*file, broken_step));
  CHECK(must(file->integer("PRAGMA user_version")) == 1);
  CHECK(must(file->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'b'")) == 0);
}
