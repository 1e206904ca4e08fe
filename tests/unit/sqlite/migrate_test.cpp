// Tables grow with their layouts; what could lose something is refused.
#include "support.hpp"

using namespace oar;
using namespace oar::sqlite::test;

namespace {

Layout layout_of(Table table, WriteMode mode = WriteMode::upsert) { return {0, mode, std::move(table)}; }

Table things() {
  Table table{"things"};
  table.key("id", Type::int64).column("size", Type::uint32).column("name", Type::text);
  return table;
}

Rows thing(Table const& table, std::int64_t id, std::uint32_t size, char const* name) {
  Rows rows{table};
  rows.row(id, size, name);
  return rows;
}

Table with(Type size) {
  Table table{"things"};
  table.key("id", Type::int64).column("size", std::move(size)).column("name", Type::text);
  return table;
}

}  // namespace

TEST_CASE("a dry run names the statements that a migration then takes, and changes nothing") {
  Database const database;
  auto const planned = ok(database.reader()->migrate(layout_of(things()), MigrateMode::dry_run));
  CHECK_FALSE(database.exists());
  auto const writer = database.writer();
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::dry_run)) == planned);
  CHECK(database.ask("SELECT count(*) FROM sqlite_master WHERE name = 'things'") == "0");
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::safe)) == planned);
  CHECK(planned ==
        std::vector<std::string>{
            R"(CREATE TABLE "things" ("id" INTEGER NOT NULL, "size" INTEGER, "name" TEXT, PRIMARY KEY ("id")))"});
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::safe)).empty());
}

TEST_CASE("new columns are added, columns that are gone stay, and an older layout stays writable") {
  Database const database;
  auto const writer = database.writer();
  auto const old = layout_of(things());
  write(*writer, old, thing(old.table, 1, 10, "old"), "t1");
  Table grown{"things"};
  grown.key("id", Type::int64).column("name", Type::text).column("since", Type::date);
  Layout const fresh{1, WriteMode::upsert, grown};
  Rows rows{grown};
  rows.row(2, "new", Date{0});
  write(*writer, fresh, std::move(rows), "t2");
  auto const transaction = ok(writer->begin("t3", {}));
  auto more = thing(old.table, 3, 30, "old again");
  ok(transaction->write(old, batch_of(old.table, more)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT id, size, name, since FROM things ORDER BY id") ==
        "1|10|old|NULL; 2|NULL|new|1970-01-01; 3|30|old again|NULL");
}

TEST_CASE("a wider number needs no change, or a rebuild that keeps rows, key and indexes") {
  Database const database;
  auto const writer = database.writer();
  auto const layout = layout_of(things());
  write(*writer, layout, thing(layout.table, 1, 10, "a"), "t1");
  database.run("CREATE INDEX things_by_size ON things (size)");
  CHECK(ok(writer->migrate(layout_of(with(Type::int64)), MigrateMode::safe)).empty());

  auto const wide = layout_of(with(Type::uint64));
  CHECK(ok(writer->migrate(wide, MigrateMode::safe)).size() == 5);
  auto const transaction = ok(writer->begin("t2", {}));
  Rows rows{wide.table};
  rows.row(2, ~std::uint64_t{0}, "b");
  ok(transaction->write(wide, batch_of(wide.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT id, size FROM things ORDER BY id") == "1|10; 2|18446744073709551615");
  CHECK(database.ask("SELECT count(*) FROM sqlite_master WHERE name = 'things_by_size'") == "1");
  CHECK(database.ask("SELECT count(*) FROM sqlite_master WHERE name LIKE '#_oar#_new%' ESCAPE '#'") == "0");
}

TEST_CASE("negative numbers do not become unsigned") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout_of(with(Type::int64)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES (1, -1, 'minus')");
  CHECK(failed(writer->migrate(layout_of(with(Type::uint64)), MigrateMode::safe)).code() == Errc::schema);
}

TEST_CASE("changes that are not safe are refused with their names, and change nothing") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout_of(things()), MigrateMode::safe));
  Table other_key{"things"};
  other_key.column("id", Type::int64).column("size", Type::uint32).key("name", Type::text);
  auto const layouts = std::vector<std::pair<Layout, std::string>>{
      {layout_of(with(Type::timestamp)), "column size is INTEGER and would become TIMESTAMPTZ_TEXT"},
      {layout_of(with(Type::float64)), "would become REAL"},
      {layout_of(other_key), R"(its primary key is ("id") and would become ("name"))"},
      {layout_of(things(), WriteMode::append), R"(its primary key is ("id") and would become none)"},
  };
  auto const before = database.ask("SELECT sql FROM sqlite_master");
  for (auto const& [layout, words] : layouts) {
    auto const error = failed(writer->migrate(layout, MigrateMode::safe));
    CHECK(error.code() == Errc::schema);
    INFO(error.message());
    CHECK(error.message().find(words) != std::string::npos);
    CHECK(error.message().find("migrate_mode: forced") != std::string::npos);
  }
  CHECK(database.ask("SELECT sql FROM sqlite_master") == before);
}

TEST_CASE("a forced migration keeps the old table aside, each time under a new name") {
  Database const database;
  auto const writer = database.writer();
  auto const layout = layout_of(things());
  write(*writer, layout, thing(layout.table, 1, 10, "a"), "t1");
  ok(writer->migrate(layout_of(with(Type::timestamp)), MigrateMode::forced));
  CHECK(database.ask("SELECT name FROM _oar_old_1_things") == "a");
  CHECK(database.ask("SELECT count(*) FROM things") == "0");
  ok(writer->migrate(layout_of(with(Type::boolean)), MigrateMode::forced));
  CHECK(database.ask("SELECT count(*) FROM _oar_old_2_things") == "0");
}

TEST_CASE("a table that a user made is taken as it is when values stay exact in it") {
  Database const database;
  auto const writer = database.writer();
  database.run(
      "CREATE TABLE things (id INT PRIMARY KEY, size BIGINT, name VARCHAR(20), note TEXT DEFAULT 'x' NOT NULL)");
  auto const layout = layout_of(things());
  write(*writer, layout, thing(layout.table, 1, 10, "007"), "t1");
  CHECK(database.ask("SELECT id, typeof(name), name, note FROM things") == "1|text|007|x");
  CHECK(failed(writer->migrate(layout_of(with(Type::decimal(10, 2))), MigrateMode::safe)).code() == Errc::schema);
}

TEST_CASE("a user's NOT NULL that the source cannot promise is refused before the first row") {
  Database const database;
  auto const writer = database.writer();
  database.run("CREATE TABLE things (id INTEGER PRIMARY KEY, size INTEGER, name TEXT NOT NULL)");
  auto const error = failed(writer->migrate(layout_of(things()), MigrateMode::safe));
  CHECK(error.message().find("column name is NOT NULL and the source may deliver NULL") != std::string::npos);
}
