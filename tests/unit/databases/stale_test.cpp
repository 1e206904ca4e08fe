// Rows that were not seen again go, per source and scope.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

namespace {

// Four rows: two of scope a (times 1 s and 2 s), one of scope b, one of another source.
void fill(Writer& writer, Layout const& layout) {
  Rows rows{layout.table};
  rows.row("src", "a", 1'000'000, 1, "old");
  rows.row("src", "a", 2'000'000, 2, "new");
  rows.row("src", "b", 1'000'000, 3, "other scope");
  rows.row("other", "a", 1'000'000, 4, "other source");
  write(writer, layout, std::move(rows), "fill");
}

StaleCount remove(Writer& writer, Layout const& layout, StaleRows const& rows, std::string const& token) {
  auto const transaction = ok(writer.begin(token, {}));
  auto const count = ok(transaction->delete_stale(layout, rows));
  ok(transaction->commit({}));
  return count;
}

Table renamed() {
  Table table{"people"};
  table.required("_cq_source", Type::text).required("_cq_scope", Type::text);
  table.required("_cq_sync_time", Type::timestamp).key("id", Type::int64).column("name", Type::text);
  return table;
}

}  // namespace

TEST_CASE("stale rows of one source and scope are counted and deleted, whatever the columns' prefix") {
  for (auto const& table : {people(), renamed()}) {
    Database const database;
    auto const writer = database.writer();
    Layout const layout{0, WriteMode::upsert, table};
    fill(*writer, layout);
    auto const counted = remove(*writer, layout, {.scope = "a", .before_us = 2'000'000, .count_only = true}, "t1");
    CHECK(counted.stale == 1);
    CHECK(counted.all == 2);
    CHECK(database.ask("SELECT count(*) FROM people") == "4");
    auto const deleted = remove(*writer, layout, {.scope = "a", .before_us = 2'000'000}, "t2");
    CHECK(deleted.stale == 1);
    CHECK(deleted.all == 2);
    CHECK(database.ask("SELECT id FROM people ORDER BY id") == "2; 3; 4");
  }
}

TEST_CASE("rows of exactly one sync are deleted") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, people()};
  fill(*writer, layout);
  CHECK(remove(*writer, layout, {.scope = "a", .before_us = 2'000'000, .exact = true}, "t").stale == 1);
  CHECK(database.ask("SELECT id FROM people ORDER BY id") == "1; 3; 4");
}

TEST_CASE("marked rows stay with a time, count once, and lose the mark when they are seen again") {
  Database const database;
  auto const writer = database.writer("src", 2'000'000);
  Layout const layout{0, WriteMode::upsert, people()};
  fill(*writer, layout);
  StaleRows const stale{.scope = "a", .before_us = 2'000'000, .mark = true};
  CHECK(remove(*writer, layout, stale, "t1").stale == 1);
  CHECK(database.ask("SELECT id, _oar_deleted_at FROM people WHERE _oar_deleted_at IS NOT NULL") ==
        std::string{"1|"} + Database::two_seconds);
  auto const again = remove(*writer, layout, stale, "t2");
  CHECK(again.stale == 0);
  CHECK(again.all == 1);
  Rows rows{layout.table};
  rows.row("src", "a", 3'000'000, 1, "back");
  write(*writer, layout, std::move(rows), "t3");
  CHECK(database.ask("SELECT name, _oar_deleted_at FROM people WHERE id = 1") == "back|NULL");
}

TEST_CASE("a read-only writer counts stale rows of a table that does not exist as none") {
  Database const database;
  auto const writer = database.reader();
  Layout const layout{0, WriteMode::upsert, people()};
  ok(writer->migrate(layout, MigrateMode::dry_run));
  auto const transaction = ok(writer->begin("t", {}));
  CHECK(ok(transaction->delete_stale(layout, {.scope = "a", .before_us = 1, .count_only = true})).all == 0);
  CHECK(database.is_untouched());
}

TEST_CASE("stale rows cannot be found in a table without the columns of ours") {
  Database const database;
  auto const writer = database.writer();
  Table table{"bare"};
  table.key("id", Type::int64);
  Layout const layout{0, WriteMode::upsert, table};
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  CHECK(failed(transaction->delete_stale(layout, {.scope = "a", .before_us = 1})).code() == Errc::unsupported);
}
