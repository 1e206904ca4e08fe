// `delete_mode: mark`: what the source has no more stays, with the time when that was seen.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

// `rows` rows of `users`, each with a child, into a destination that marks.
std::string marking(int rows) {
  return source("made", "kept",
                "    scope: all\n    tables: [{name: users, rows: " + std::to_string(rows) + ", children: 1}]\n") +
         sqlite("kept", "  delete_mode: mark\n");
}

Run sync_of(Folder const& folder, int rows) {
  folder.write("sync.yaml", marking(rows));
  return run_oarlock({{"sync", "sync.yaml"}, folder.path()});
}

constexpr char marked[] = "SELECT count(*) FROM users WHERE _oar_deleted_at IS NOT NULL";

}  // namespace

TEST_CASE("rows that are gone are marked with the sync's time, once, and the mark goes when they are back") {
  Folder const folder;
  REQUIRE(sync_of(folder, 200).exit_code == 0);
  auto const has_column = "SELECT count(*) FROM pragma_table_info('users') WHERE name = '_oar_deleted_at'";
  CHECK(Database{folder / "kept.db"}.number(has_column) == 0);  // nothing was ever marked

  auto const less = sync_of(folder, 150);
  INFO(less.out);
  INFO(less.err);
  CHECK(less.exit_code == 0);
  std::multiset<std::string> times;
  {
    Database const database{folder / "kept.db"};
    CHECK(database.number("SELECT count(*) FROM users") == 200);
    CHECK(database.number("SELECT count(*) FROM users_items WHERE _oar_deleted_at IS NOT NULL") == 50);
    CHECK(database.number("SELECT min(id) FROM users WHERE _oar_deleted_at IS NOT NULL") == 151);
    times = database.texts("SELECT DISTINCT _oar_deleted_at FROM users WHERE _oar_deleted_at IS NOT NULL");
    CHECK(times == database.texts("SELECT DISTINCT _oar_sync_time FROM users WHERE id = 1"));
  }
  REQUIRE(sync_of(folder, 150).exit_code == 0);
  {
    Database const database{folder / "kept.db"};
    CHECK(database.number(marked) == 50);
    CHECK(database.texts("SELECT DISTINCT _oar_deleted_at FROM users WHERE _oar_deleted_at IS NOT NULL") == times);
  }
  REQUIRE(sync_of(folder, 170).exit_code == 0);
  Database const database{folder / "kept.db"};
  CHECK(database.number(marked) == 30);
  CHECK(database.number("SELECT min(id) FROM users WHERE _oar_deleted_at IS NOT NULL") == 171);
  CHECK(database.number("SELECT count(*) FROM users_items WHERE _oar_deleted_at IS NULL") == 170);
}

TEST_CASE("the brake holds marks as it holds deletions, and counts only rows that are not marked") {
  Folder const folder;
  REQUIRE(sync_of(folder, 200).exit_code == 0);
  auto const braked = sync_of(folder, 80);
  INFO(braked.out);
  CHECK(braked.exit_code == 3);
  CHECK_THAT(braked.out, Contains("max_delete_percent"));
  CHECK(Database{folder / "kept.db"}.number("SELECT count(*) FROM users") == 200);
  auto const has_column = "SELECT count(*) FROM pragma_table_info('users') WHERE name = '_oar_deleted_at'";
  CHECK(Database{folder / "kept.db"}.number(has_column) == 0);

  REQUIRE(sync_of(folder, 120).exit_code == 0);
  CHECK(Database{folder / "kept.db"}.number(marked) == 80);
  CHECK(sync_of(folder, 55).exit_code == 3);  // 65 of the 120 that were left, though only 65 of 200 rows
  CHECK(Database{folder / "kept.db"}.number(marked) == 80);
}

TEST_CASE("plan says that rows would be marked, and not deleted") {
  Folder const folder;
  REQUIRE(sync_of(folder, 200).exit_code == 0);
  auto const run = run_oarlock({{"plan", "sync.yaml"}, folder.path()});
  CHECK_THAT(run.out, Contains("upsert, mark stale") && Contains("Marked as deleted unless read again:"));
  CHECK_THAT(run.out, !Contains("Deleted unless"));
}
