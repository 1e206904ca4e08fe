// Tables grow with their layouts; what could lose something is refused.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

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

namespace {

enum class Becomes {
  same,      // nothing to do
  wider,     // safe: rebuilt, every value kept
  copied,    // forced, and every value kept
  set_aside  // forced, and the rows are in the old table only
};

struct Change {
  Type from;
  char const* stored;  // an SQL literal
  Type to;
  Becomes becomes;
  char const* value;  // afterwards, as "typeof|value"
};

Type in_nanos(Type type) {
  type.unit = Unit::nano;
  return type;
}

Type in_seconds(Type type) {
  type.unit = Unit::second;
  return type;
}

std::vector<Change> const changes = {
    {Type::int32, "7", Type::int64, Becomes::same, "integer|7"},
    {Type::uint32, "7", Type::int64, Becomes::same, "integer|7"},
    {Type::float32, "0.5", Type::float64, Becomes::same, "real|0.5"},
    {Type::uuid, "'x'", Type::text, Becomes::same, "text|x"},
    {Type::int64, "7", Type::uint64, Becomes::wider, "integer|7"},
    {Type::date, "'2026-01-02'", Type::local_timestamp, Becomes::wider, "text|2026-01-02T00:00:00.000000"},
    {Type::date, "'2026-01-02'", in_nanos(Type::local_timestamp), Becomes::wider, "text|2026-01-02T00:00:00.000000000"},
    {Type::timestamp, "'2026-01-02T03:04:05.678900Z'", in_nanos(Type::timestamp), Becomes::wider,
     "text|2026-01-02T03:04:05.678900000Z"},
    {Type::local_timestamp, "'2026-01-02T03:04:05.678900'", in_nanos(Type::local_timestamp), Becomes::wider,
     "text|2026-01-02T03:04:05.678900000"},
    {Type::time, "'03:04:05.678900'", in_nanos(Type::time), Becomes::wider, "text|03:04:05.678900000"},
    {Type::local_timestamp, "'2026-01-02T00:00:00.000000'", Type::date, Becomes::same,
     "text|2026-01-02T00:00:00.000000"},  // dates are written as midnights
    {Type::boolean, "1", Type::int32, Becomes::copied, "integer|1"},
    {Type::int32, "1", Type::boolean, Becomes::copied, "integer|1"},
    {Type::int32, "2", Type::boolean, Becomes::set_aside, ""},
    {Type::int64, "9007199254740992", Type::float64, Becomes::copied, "real|9.00719925474099e+15"},
    {Type::int64, "9007199254740993", Type::float64, Becomes::set_aside, ""},
    {Type::float64, "3.0", Type::int64, Becomes::copied, "integer|3"},
    {Type::float64, "3.5", Type::int64, Becomes::set_aside, ""},
    {Type::float64, "'NaN'", Type::int64, Becomes::set_aside, ""},
    {Type::uint64, "7", Type::int64, Becomes::copied, "integer|7"},
    {Type::uint64, "'18446744073709551615'", Type::int64, Becomes::set_aside, ""},
    {Type::uint64, "'09999999999999999999'", Type::text, Becomes::copied, "text|9999999999999999999"},
    {Type::int64, "-7", Type::text, Becomes::copied, "text|-7"},
    {Type::text, "'-7'", Type::int64, Becomes::copied, "integer|-7"},
    {Type::text, "'007'", Type::int64, Becomes::set_aside, ""},
    {Type::text, "'9223372036854775808'", Type::int64, Becomes::set_aside, ""},
    {Type::text, "'1.5'", Type::float64, Becomes::copied, "real|1.5"},
    {Type::text, "'1.50'", Type::float64, Becomes::set_aside, ""},
    {Type::float64, "0.1", Type::text, Becomes::copied, "text|0.1"},
    {Type::float64, "0.1 + 0.2", Type::text, Becomes::set_aside, ""},
    {Type::int64, "7", Type::decimal(10, 2), Becomes::copied, "text|7.00"},
    {Type::int64, "123456789", Type::decimal(10, 2), Becomes::set_aside, ""},
    {in_seconds(Type::duration), "7", in_nanos(Type::duration), Becomes::copied, "integer|7000000000"},
    {in_seconds(Type::duration), "9223372037", in_nanos(Type::duration), Becomes::set_aside, ""},
    {Type::date, "'2026-01-02'", Type::timestamp, Becomes::set_aside, ""},  // midnight in which zone?
    {Type::int64, "7", Type::timestamp, Becomes::set_aside, ""},
    {Type::binary, "x'00'", Type::text, Becomes::set_aside, ""},
    {Type::json, "'{}'", Type::uuid, Becomes::set_aside, ""},
};

}  // namespace

TEST_CASE("every change of a type is nothing, safe, copied by force, or leaves the rows aside; NULL fits everywhere") {
  for (auto const& change : changes) {
    Database const database;
    auto const writer = database.writer();
    auto const after = layout_of(with(change.to));
    ok(writer->migrate(layout_of(with(change.from)), MigrateMode::safe));
    INFO(describe(change.from) << " -> " << describe(change.to) << ", " << change.stored);
    database.run("INSERT INTO things VALUES (1, " + std::string{change.stored} + ", 'a'), (2, NULL, 'b')");
    auto const forced = change.becomes == Becomes::copied || change.becomes == Becomes::set_aside;
    auto const safely = writer->migrate(after, MigrateMode::safe);
    REQUIRE(static_cast<bool>(safely) == !forced);
    if (change.becomes == Becomes::same) CHECK(safely->empty());
    if (forced) {
      CHECK(safely.error().code() == Errc::schema);
      ok(writer->migrate(after, MigrateMode::forced));
      CHECK(writer->replaced().kept_as == "_oar_old_1_things");
      CHECK(writer->replaced().copied == (change.becomes == Becomes::copied));
      CHECK(database.ask("SELECT id FROM _oar_old_1_things ORDER BY id") == "1; 2");
    } else {
      CHECK(writer->replaced().kept_as.empty());
    }
    auto const rows = database.ask("SELECT typeof(size), size FROM things ORDER BY id");
    CHECK(rows == (change.becomes == Becomes::set_aside ? "" : std::string{change.value} + "; null|NULL"));
  }
}

TEST_CASE("an older layout is written in the wider form that its column has by now") {
  Database const database;
  auto const writer = database.writer();
  auto const old = layout_of(with(Type::date));
  ok(writer->migrate(old, MigrateMode::safe));
  Layout const wide{1, WriteMode::upsert, with(Type::local_timestamp)};
  ok(writer->migrate(wide, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  Rows rows{old.table};
  rows.row(1, Date{20'000}, "a");
  ok(transaction->write(old, batch_of(old.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT size FROM things") == "2024-10-04T00:00:00.000000");
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

TEST_CASE("a new key is copied into where it is unique and never NULL, and columns that are gone stay") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout_of(things()), MigrateMode::safe));
  database.run("INSERT INTO things VALUES (1, 10, 'a'), (2, 20, 'b')");
  Table by_name{"things"};
  by_name.key("name", Type::text).column("id", Type::int64);
  ok(writer->migrate(layout_of(by_name), MigrateMode::forced));
  CHECK(writer->replaced().copied);
  CHECK(database.ask("SELECT name, id, size FROM things ORDER BY name") == "a|1|10; b|2|20");

  database.run("UPDATE things SET id = 1");
  ok(writer->migrate(layout_of(things()), MigrateMode::forced));
  CHECK_FALSE(writer->replaced().copied);
  CHECK(database.ask("SELECT count(*) FROM things") == "0");
}

namespace {

Table owned(Type size) {
  Table table{"things"};
  table.column("_oar_source", Type::text).column("_oar_scope", Type::text).column("_oar_sync_time", Type::timestamp);
  table.key("id", Type::int64).column("size", std::move(size));
  return table;
}

std::string kept(Database const& database) {
  return database.ask("SELECT name FROM sqlite_master WHERE name LIKE '#_oar#_old#_%' ESCAPE '#' ORDER BY name");
}

}  // namespace

TEST_CASE("what was set aside goes when its source's sync has succeeded, and stays when its rows are nowhere else") {
  Database const database;
  auto const writer = database.writer("mine");
  ok(writer->migrate(layout_of(owned(Type::text)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES ('mine', 's', 't', 1, 'no number')");
  ok(writer->migrate(layout_of(owned(Type::int64)), MigrateMode::forced));
  CHECK_FALSE(writer->replaced().for_good);
  ok(database.writer("other")->finish());
  ok(database.writer("mine")->finish());  // a later one that does not write the table
  CHECK(kept(database) == "_oar_old_1_things");
  ok(writer->finish());
  CHECK(kept(database).empty());

  ok(writer->migrate(layout_of(owned(Type::int64), WriteMode::append), MigrateMode::forced));
  ok(writer->finish());
  database.run("INSERT INTO things VALUES ('mine', 's', 't', 1, 7)");
  ok(writer->migrate(layout_of(owned(Type::timestamp), WriteMode::append), MigrateMode::forced));
  CHECK(writer->replaced().for_good);  // appended rows of earlier syncs are not read again
  ok(writer->finish());
  CHECK(kept(database) == "_oar_old_1_things");
}

TEST_CASE("rows of another source are never taken away from it: copied, or the change is refused") {
  Database const database;
  auto const writer = database.writer("mine");
  ok(writer->migrate(layout_of(owned(Type::text)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES ('mine', 's', 't', 1, 'no number'), ('other', 's', 't', 2, '2')");
  auto const error = failed(writer->migrate(layout_of(owned(Type::int64)), MigrateMode::forced));
  CHECK(error.message().find("some are of other sources") != std::string::npos);
  CHECK(kept(database).empty());
  database.run("UPDATE things SET size = '1' WHERE id = 1");
  ok(writer->migrate(layout_of(owned(Type::int64)), MigrateMode::forced));
  CHECK(database.ask("SELECT _oar_source, id, size FROM things ORDER BY id") == "mine|1|1; other|2|2");
}

TEST_CASE("a view goes on meaning the table of its name, whichever way the table changes") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout_of(things()), MigrateMode::safe));
  database.run("INSERT INTO things VALUES (1, 2, 'a')");
  database.run("CREATE VIEW sizes AS SELECT size FROM things");
  ok(writer->migrate(layout_of(with(Type::uint64)), MigrateMode::safe));
  CHECK(database.ask("SELECT size FROM sizes") == "2");
  ok(writer->migrate(layout_of(with(Type::text)), MigrateMode::forced));
  CHECK(database.ask("SELECT typeof(size), size FROM sizes") == "text|2");
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

TEST_CASE("a NOT NULL that the source cannot promise is dropped, with all rows, where nothing else would be lost") {
  Database const database;
  auto const writer = database.writer();
  database.run("CREATE TABLE things (id INTEGER PRIMARY KEY, size INTEGER, name TEXT NOT NULL, gone TEXT NOT NULL)");
  database.run("INSERT INTO things VALUES (1, 2, 'a', 'b')");
  auto const layout = layout_of(things());
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  Rows rows{layout.table};
  rows.row(2, std::uint32_t{3}, std::optional<std::string>{});
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT id, size, name, gone FROM things ORDER BY id") == "1|2|a|b; 2|3|NULL|NULL");

  database.run("DROP TABLE things");
  database.run("CREATE TABLE things (id INTEGER PRIMARY KEY, size INTEGER CHECK (size > 0), name TEXT NOT NULL)");
  auto const error = failed(writer->migrate(layout_of(things()), MigrateMode::safe));
  CHECK(error.message().find("has constraints that copying it would lose") != std::string::npos);
}
