// Rows are merged by key, added without one, deleted by key.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

namespace {

Table pairs() {
  Table table{"pairs"};
  table.key("a", Type::int64).key("b", Type::text).column("value", Type::text);
  return table;
}

}  // namespace

TEST_CASE("of equal keys the last one stays, within a batch and over commits") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::upsert, pairs()};
  Rows rows{layout.table};
  rows.row(1, "x", "first");
  rows.row(1, "y", "other");
  rows.row(1, "x", "second");
  write(*writer, layout, std::move(rows), "t1");
  CHECK(database.ask("SELECT * FROM pairs ORDER BY b") == "1|x|second; 1|y|other");
  Rows more{layout.table};
  more.row(1, "y", nullptr);
  write(*writer, layout, std::move(more), "t2");
  CHECK(database.ask("SELECT * FROM pairs ORDER BY b") == "1|x|second; 1|y|NULL");
}

TEST_CASE("append adds rows, also equal ones") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, pairs()};
  for (auto const* token : {"t1", "t2"}) {
    Rows rows{layout.table};
    rows.row(1, "x", "same");
    write(*writer, layout, std::move(rows), token);
  }
  CHECK(database.ask("SELECT count(*) FROM pairs") == "2");
}

TEST_CASE("a table whose columns are all key takes rows twice") {
  Database const database;
  auto const writer = database.writer();
  Table table{"keys"};
  table.key("a", Type::text);
  Layout const layout{0, WriteMode::upsert, table};
  Rows rows{layout.table};
  rows.row("x");
  rows.row("x");
  write(*writer, layout, std::move(rows), "t1");
  CHECK(database.ask("SELECT count(*) FROM keys") == "1");
}

TEST_CASE("records are deleted by key, and their children's and grandchildren's with them when asked") {
  Database const database;
  auto const writer = database.writer();
  Table child{"child"};
  child.key("c", Type::int64).column("a", Type::int64).column("b", Type::text);
  child.child_of("pairs", {{"a", "a"}, {"b", "b"}});
  Table grandchild{"grandchild"};
  grandchild.column("c", Type::int64).child_of("child", {{"c", "c"}});
  Layout const parents{0, WriteMode::upsert, pairs()};
  Layout const children{1, WriteMode::upsert, child};
  Layout const grandchildren{2, WriteMode::append, grandchild};
  Rows rows{parents.table};
  rows.row(1, "x", "gone");
  rows.row(2, "y", "stays");
  write(*writer, parents, std::move(rows), "t1");
  Rows child_rows{child};
  child_rows.row(10, 1, "x");
  child_rows.row(20, 2, "y");
  write(*writer, children, std::move(child_rows), "t2");
  Rows grandchild_rows{grandchild};
  grandchild_rows.row(10);
  grandchild_rows.row(20);
  write(*writer, grandchildren, std::move(grandchild_rows), "t3");

  Table keys{"pairs"};
  keys.key("a", Type::int64).key("b", Type::text);
  auto const remove = [&](bool cascade, std::string const& token) {
    auto const transaction = ok(writer->begin(token, {}));
    Rows gone{keys};
    gone.row(1, "x");
    ok(transaction->delete_records(parents, batch_of(keys, gone), cascade));
    ok(transaction->commit({}));
  };
  SECTION("with them") {
    remove(true, "t4");
    CHECK(database.ask("SELECT a FROM pairs") == "2");
    CHECK(database.ask("SELECT c FROM child") == "20");
    CHECK(database.ask("SELECT c FROM grandchild") == "20");
  }
  SECTION("without them") {
    remove(false, "t4");
    CHECK(database.ask("SELECT a FROM pairs") == "2");
    CHECK(database.ask("SELECT count(*) FROM child") == "2");
  }
}

TEST_CASE("rows and deletions take effect in the order in which they came") {
  Database const database;
  auto const writer = database.writer();
  auto const mode = GENERATE(WriteMode::upsert, WriteMode::append);
  Layout const layout{0, mode, pairs()};
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  Table keys{"pairs"};
  keys.key("a", Type::int64).key("b", Type::text);
  auto const write_one = [&](std::int64_t a, char const* value) {
    Rows rows{layout.table};
    rows.row(a, "x", value);
    ok(transaction->write(layout, batch_of(layout.table, rows)));
  };
  auto const remove = [&](std::int64_t a) {
    Rows gone{keys};
    gone.row(a, "x");
    ok(transaction->delete_records(layout, batch_of(keys, gone), false));
  };
  write_one(1, "deleted and written again");
  write_one(2, "deleted");
  remove(1);
  write_one(1, "last");
  remove(2);
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT a, value FROM pairs ORDER BY a") == "1|last");
}

TEST_CASE("of two layouts of one table in one transaction the later rows win") {
  Database const database;
  auto const writer = database.writer();
  Layout const narrow{0, WriteMode::upsert, pairs()};
  auto wide_table = pairs();
  wide_table.column("more", Type::int32);
  Layout const wide{1, WriteMode::upsert, wide_table};
  ok(writer->migrate(narrow, MigrateMode::safe));
  ok(writer->migrate(wide, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  for (int i = 0; i < 3; ++i) {
    auto const& layout = i == 1 ? wide : narrow;
    Rows rows{layout.table};
    auto const text = std::to_string(i);
    if (i == 1)
      rows.row(1, "x", text, 7);
    else
      rows.row(1, "x", text);
    ok(transaction->write(layout, batch_of(layout.table, rows)));
  }
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT value, more FROM pairs") == "2|7");
}
