// Forced migrations: rows are copied where none is lost, the old table stays until a sync has succeeded.
#include "plugins/postgresql/destination/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::test;

namespace {

Table sized(Type size) {
  Table table{"things"};
  table.key("id", Type::int64).column("size", std::move(size)).column("name", Type::text);
  return table;
}

Layout laid_out(Table table, WriteMode mode = WriteMode::upsert, std::uint32_t index = 0) {
  return {index, mode, std::move(table)};
}

Type in_nanoseconds(Type type) {
  type.unit = Unit::nano;
  return type;
}

struct TypeChange {
  Type from;
  char const* stored;  // an SQL literal
  Type to;
  char const* value;  // afterwards; "" = it does not convert, and the new table is empty
};

std::vector<TypeChange> const type_changes = {
    {Type::boolean, "true", Type::int32, "1"},
    {Type::boolean, "true", Type::text, "true"},
    {Type::int32, "1", Type::boolean, "t"},
    {Type::int32, "2", Type::boolean, ""},
    {Type::int64, "9007199254740992", Type::float64, "9.007199254740992e+15"},
    {Type::int64, "9007199254740993", Type::float64, ""},
    {Type::int32, "16777217", Type::float32, ""},
    {Type::int64, "-7", Type::text, "-7"},
    {Type::int64, "7", Type::decimal(10, 2), "7.00"},
    {Type::int64, "123456789", Type::decimal(10, 2), ""},
    {Type::uint64, "18446744073709551615", Type::text, "18446744073709551615"},
    {Type::decimal(10, 2), "7.00", Type::int64, "7"},
    {Type::decimal(10, 2), "7.50", Type::int64, ""},
    {Type::decimal(10, 2), "7.50", Type::float64, "7.5"},
    {Type::decimal(30, 0), "123456789012345678", Type::float64, ""},
    {Type::float64, "3", Type::int64, "3"},
    {Type::float64, "3.5", Type::int64, ""},
    {Type::float64, "'NaN'", Type::int64, ""},
    {Type::float64, "'Infinity'", Type::decimal(10, 2), ""},
    {Type::float64, "0.25", Type::decimal(10, 2), "0.25"},
    {Type::float64, "0.125", Type::decimal(10, 2), ""},
    {Type::float64, "0.1", Type::text, "0.1"},
    {Type::text, "'-7'", Type::int64, "-7"},
    {Type::text, "'007'", Type::int64, ""},
    {Type::text, "'9223372036854775808'", Type::int64, ""},
    {Type::text, "'40000'", Type::int16, ""},
    {Type::text, "'2147483648'", Type::int32, ""},
    {Type::text, "'seven'", Type::int32, ""},
    {Type::text, "'1.5'", Type::float64, "1.5"},
    {Type::text, "'1.50'", Type::float64, ""},
    {Type::text, "'1e999'", Type::float64, ""},
    {Type::text, "'1.5'", Type::decimal(10, 2), "1.50"},
    {Type::text, "'1.555'", Type::decimal(10, 2), ""},
    {Type::text, "'true'", Type::boolean, "t"},
    {Type::text, "'yes'", Type::boolean, ""},
    {Type::text, "'00112233-4455-6677-8899-aabbccddeeff'", Type::uuid, "00112233-4455-6677-8899-aabbccddeeff"},
    {Type::text, "'0011'", Type::uuid, ""},
    {Type::uuid, "'00112233-4455-6677-8899-aabbccddeeff'", Type::text, "00112233-4455-6677-8899-aabbccddeeff"},
    {Type::timestamp, "'2026-01-02 03:04:05.6789+00'", in_nanoseconds(Type::timestamp),
     "2026-01-02T03:04:05.678900000Z"},
    {Type::local_timestamp, "'2026-01-02 03:04:05'", in_nanoseconds(Type::local_timestamp),
     "2026-01-02T03:04:05.000000000"},
    {Type::local_timestamp, "'0044-03-15 BC'", in_nanoseconds(Type::local_timestamp), ""},
    {Type::time, "'03:04:05.6789'", in_nanoseconds(Type::time), "03:04:05.678900000"},
    {Type::date, "'2026-01-02'", Type::timestamp, ""},  // midnight in which zone?
    {Type::int64, "7", Type::timestamp, ""},
    {Type::binary, "'x'", Type::text, ""},
    {Type::json, "'{}'", Type::uuid, ""},
};

// The old column would take these as it is: they are copied only where something else forces a new table.
std::vector<TypeChange> const narrowings = {
    {Type::int64, "7", Type::int32, "7"},
    {Type::int64, "2147483648", Type::int32, ""},
    {Type::int32, "-32769", Type::int16, ""},
    {Type::uint64, "7", Type::int64, "7"},
    {Type::uint64, "18446744073709551615", Type::int64, ""},
    {Type::decimal(10, 2), "7.50", Type::decimal(5, 1), "7.5"},
    {Type::decimal(10, 2), "7.55", Type::decimal(5, 1), ""},
    {Type::decimal(10, 2), "12345.00", Type::decimal(5, 1), ""},
    {Type::float64, "0.5", Type::float32, "0.5"},
    {Type::float64, "'NaN'", Type::float32, "NaN"},
    {Type::float64, "1e300", Type::float32, ""},
    {Type::float64, "1e-300", Type::float32, ""},
    {Type::float64, "0.1", Type::float32, ""},
};

Table sized_by_name(Type size) {
  Table table{"things"};
  table.column("id", Type::int64).column("size", std::move(size)).key("name", Type::text);
  return table;
}

std::string kept_tables(Database const& database) {
  return database.ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '\\_oar\\_old%' ORDER BY 1");
}

Table with_source(Type size) {
  Table table{"things"};
  table.required("_oar_source", Type::text).required("_oar_scope", Type::text);
  table.required("_oar_sync_time", Type::timestamp).key("id", Type::int64).column("size", std::move(size));
  return table;
}

}  // namespace

TEST_CASE("a forced change of a type copies every row, or leaves all of them aside; NULL fits everywhere") {
  Database const database;
  auto const writer = database.writer();
  auto const check = [&](TypeChange const& change, Layout const& after) {
    INFO(describe(change.from) << " -> " << describe(change.to) << ", " << change.stored);
    database.run("DROP TABLE IF EXISTS things, _oar_old_1_things, _oar_replaced");
    ok(writer->migrate(laid_out(sized(change.from)), MigrateMode::safe));
    database.run("INSERT INTO things VALUES (1, " + std::string{change.stored} + ", 'a'), (2, NULL, 'b')");
    CHECK(failed(writer->migrate(after, MigrateMode::safe)).code() == Errc::schema);
    auto const planned = ok(database.reader()->migrate(after, MigrateMode::forced));
    CHECK(kept_tables(database).empty());
    CHECK(ok(writer->migrate(after, MigrateMode::forced)) == planned);
    CHECK(writer->replaced().kept_as == "_oar_old_1_things");
    CHECK(database.ask("SELECT id FROM _oar_old_1_things ORDER BY id") == "1; 2");
    std::string const value{change.value};
    CHECK(writer->replaced().copied == !value.empty());
    CHECK(database.ask("SELECT id, size, name FROM things ORDER BY id") ==
          (value.empty() ? "" : "1|" + value + "|a; 2|NULL|b"));
  };
  for (auto const& change : type_changes) check(change, laid_out(sized(change.to)));
  for (auto const& change : narrowings) check(change, laid_out(sized_by_name(change.to)));
}

TEST_CASE("times with nanoseconds that were copied are read back as those that are written") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(laid_out(sized(Type::timestamp)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES (1, '2026-01-02 03:04:05.6789+00', 'a')");
  auto const fresh = laid_out(sized(in_nanoseconds(Type::timestamp)), WriteMode::upsert, 1);
  ok(writer->migrate(fresh, MigrateMode::forced));
  Rows rows{fresh.table};
  rows.column(0).append(std::int64_t{2});
  rows.column(1).append(std::int64_t{1'767'323'045'678'900'000});
  rows.column(2).append_bytes("b");
  rows.add_rows(1);
  auto const transaction = ok(writer->begin("t", {}));
  ok(transaction->write(fresh, batch_of(fresh.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT count(DISTINCT size) FROM things") == "1");
}

TEST_CASE("a new key is copied into where it is unique and never NULL; columns that are gone stay, NULLs too") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(laid_out(sized(Type::int32)), MigrateMode::safe));
  database.run(
      "ALTER TABLE things ADD COLUMN kind text; INSERT INTO things VALUES (1, 10, 'a', 'x'), (2, 20, 'b', NULL)");
  Table by_name{"things"};
  by_name.key("name", Type::text).column("id", Type::int64).required("since", Type::date).required("kind", Type::text);
  ok(writer->migrate(laid_out(by_name), MigrateMode::forced));
  CHECK(writer->replaced().copied);
  CHECK(database.ask("SELECT name, id, since, kind, size FROM things ORDER BY name") ==
        "a|1|NULL|x|10; b|2|NULL|NULL|20");

  database.run("UPDATE things SET id = 1");
  ok(writer->migrate(laid_out(sized(Type::int32)), MigrateMode::forced));
  CHECK_FALSE(writer->replaced().copied);
  CHECK(database.ask("SELECT count(*) FROM things") == "0");
}

TEST_CASE("what was set aside goes when its source's sync has succeeded, and stays when its rows are nowhere else") {
  Database const database;
  auto const writer = database.writer("mine");
  ok(writer->migrate(laid_out(with_source(Type::text)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES ('mine', 's', now(), 1, 'no number')");
  ok(writer->migrate(laid_out(with_source(Type::int64)), MigrateMode::forced));
  CHECK_FALSE(writer->replaced().for_good);
  ok(database.writer("other")->finish());
  ok(database.writer("mine")->finish());  // a later one that does not write the table
  ok(database.reader()->finish());
  CHECK(kept_tables(database) == "_oar_old_1_things");
  ok(writer->finish());
  CHECK(kept_tables(database).empty());
  CHECK(database.ask("SELECT count(*) FROM _oar_replaced") == "0");

  ok(writer->migrate(laid_out(with_source(Type::int64), WriteMode::append), MigrateMode::forced));
  ok(writer->finish());
  database.run("INSERT INTO things VALUES ('mine', 's', now(), 1, 7)");
  ok(writer->migrate(laid_out(with_source(Type::timestamp), WriteMode::append), MigrateMode::forced));
  CHECK(writer->replaced().for_good);  // appended rows of earlier syncs are not read again
  ok(writer->finish());
  CHECK(kept_tables(database) == "_oar_old_1_things");
}

TEST_CASE("an old table that something else depends on stays, and the sync succeeds all the same") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(laid_out(sized(Type::int32)), MigrateMode::safe));
  database.run("CREATE VIEW sizes AS SELECT size FROM things");
  ok(writer->migrate(laid_out(sized(Type::text)), MigrateMode::forced));
  ok(writer->finish());
  CHECK(kept_tables(database) == "_oar_old_1_things");
  database.run("DROP VIEW sizes");
  ok(writer->finish());
  CHECK(kept_tables(database).empty());
}

TEST_CASE("rows of another source are never taken away from it: copied, or the change is refused") {
  Database const database;
  auto const writer = database.writer("mine");
  ok(writer->migrate(laid_out(with_source(Type::text)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES ('mine', 's', now(), 1, 'no number'), ('other', 's', now(), 2, '2')");
  auto const error = failed(writer->migrate(laid_out(with_source(Type::int64)), MigrateMode::forced));
  CHECK_THAT(error.message(), Catch::Contains("some are of other sources"));
  CHECK(kept_tables(database).empty());
  database.run("UPDATE things SET size = '1' WHERE id = 1");
  ok(writer->migrate(laid_out(with_source(Type::int64)), MigrateMode::forced));
  CHECK(database.ask("SELECT _oar_source, id, size FROM things ORDER BY id") == "mine|1|1; other|2|2");
}

TEST_CASE("marks of stale rows are copied too, and are still cleared when the row is seen again") {
  Database const database;
  auto const writer = database.writer("mine");
  ok(writer->migrate(laid_out(with_source(Type::int32)), MigrateMode::safe));
  database.run(
      "ALTER TABLE things ADD COLUMN _oar_deleted_at timestamptz; "
      "INSERT INTO things VALUES ('mine', 's', 'epoch', 1, 7, 'epoch'), ('mine', 's', 'epoch', 2, 8, 'epoch')");
  auto const layout = laid_out(with_source(Type::text));
  ok(writer->migrate(layout, MigrateMode::forced));
  Rows rows{layout.table};
  rows.row("mine", "s", 1'000'000, 1, "seven");
  auto const transaction = ok(writer->begin("t", {}));
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT id, size, _oar_deleted_at IS NULL FROM things ORDER BY id") == "1|seven|t; 2|8|f");
}

TEST_CASE("rows of an older layout go into a column that a newer one has widened meanwhile") {
  Database const database;
  auto const writer = database.writer();
  auto const old = laid_out(sized(Type::int32));
  ok(writer->migrate(old, MigrateMode::safe));
  ok(writer->migrate(laid_out(sized(Type::int64), WriteMode::upsert, 1), MigrateMode::safe));
  Rows rows{old.table};
  rows.row(1, 7, "a");
  auto const transaction = ok(writer->begin("t", {}));
  ok(transaction->write(old, batch_of(old.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT size FROM things") == "7");

  ok(writer->migrate(laid_out(sized(Type::timestamp), WriteMode::upsert, 2), MigrateMode::forced));
  auto const late = ok(writer->begin("t2", {}));
  Rows more{old.table};
  more.row(2, 8, "b");
  CHECK(failed(late->write(old, batch_of(old.table, more))).code() == Errc::invalid_state);
}

TEST_CASE("dates become timestamps where all of them can, and nothing else is tried") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(laid_out(sized(Type::date)), MigrateMode::safe));
  database.run("INSERT INTO things VALUES (1, '4714-11-24 BC'), (2, '294276-12-31'), (3, 'infinity')");
  auto const wider = laid_out(sized(Type::local_timestamp));
  database.run("INSERT INTO things VALUES (4, '294277-01-01')");
  auto const error = failed(writer->migrate(wider, MigrateMode::safe));
  CHECK(error.code() == Errc::schema);
  CHECK_THAT(error.message(), Catch::Contains("days after 294276-12-31"));
  database.run("DELETE FROM things WHERE id = 4");
  ok(writer->migrate(wider, MigrateMode::safe));
  CHECK(database.ask("SELECT size FROM things ORDER BY id") ==
        "4714-11-24 00:00:00 BC; 294276-12-31 00:00:00; infinity");
}

TEST_CASE("a read-only writer changes nothing in any mode, and cannot") {
  Database const database;
  auto const where = [&] {
    auto all = database.where();
    all.schema = "bronze";
    return all;
  }();
  auto const reader = ok(postgresql::PostgresqlWriter::open(where, {.source_name = "src", .read_only = true}));
  std::size_t schemas = 0;
  for (auto const mode : {MigrateMode::safe, MigrateMode::forced, MigrateMode::dry_run})
    for (auto const& statement : ok(reader->migrate(laid_out(sized(Type::int32)), mode)))
      schemas += statement.starts_with("CREATE SCHEMA") ? 1 : 0;
  CHECK(schemas == 1);
  CHECK(ok(reader->load_state()).empty());
  CHECK_FALSE(ok(reader->resolve("t")));
  CHECK(database.ask("SELECT count(*) FROM pg_namespace WHERE nspname = 'bronze'") == "0");

  ok(database.writer()->migrate(laid_out(sized(Type::int32)), MigrateMode::safe));
  database.run("INSERT INTO _oar_commits VALUES ('done', 'src', 'sync')");
  CHECK(ok(database.reader()->resolve("done")));
  CHECK_FALSE(ok(database.reader()->resolve("never")));
  auto const another = database.reader();
  auto const transaction = ok(another->begin("t", {}));
  CHECK(failed(transaction->commit({})).code() == Errc::invalid_state);
}
