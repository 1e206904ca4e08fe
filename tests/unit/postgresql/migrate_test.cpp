// Tables grow with their layouts; what could lose something is refused.
#include <thread>

#include "plugins/postgresql/destination/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::test;

namespace {

Layout layout_of(Table table, WriteMode mode = WriteMode::upsert) { return {0, mode, std::move(table)}; }

Table things() {
  Table table{"things"};
  table.key("id", Type::int64).column("size", Type::int32).column("name", Type::text);
  return table;
}

Rows thing(Table const& table, std::int64_t id, std::int32_t size, char const* name) {
  Rows rows{table};
  rows.row(id, size, name);
  return rows;
}

Table with(Type size) {
  Table table{"things"};
  table.key("id", Type::int64).column("size", std::move(size)).column("name", Type::text);
  return table;
}

std::string type_of(Database const& database, std::string const& column) {
  return database.ask(
      "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'things'::regclass "
      "AND attname = '" +
      column + "'");
}

}  // namespace

TEST_CASE("a dry run names the statements that a migration then takes, and changes nothing") {
  Database const database;
  auto const planned = ok(database.reader()->migrate(layout_of(things()), MigrateMode::dry_run));
  CHECK(database.ask("SELECT count(*) FROM pg_class WHERE relname LIKE '\\_oar%'") == "0");
  auto const writer = database.writer();
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::dry_run)) == planned);
  CHECK(database.ask("SELECT to_regclass('things') IS NULL") == "t");
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::safe)) == planned);
  CHECK(planned == std::vector<std::string>{R"(CREATE TABLE "public"."things" ("id" bigint NOT NULL, "size" integer, )"
                                            R"("name" text, PRIMARY KEY ("id")))"});
  CHECK(ok(writer->migrate(layout_of(things()), MigrateMode::safe)).empty());
}

TEST_CASE("new columns are added, columns that are gone stay, and an older layout stays writable") {
  Database const database;
  auto const writer = database.writer();
  auto const old = layout_of(things());
  write(*writer, old, thing(old.table, 1, 10, "old"), "t1");
  Table grown{"things"};
  grown.key("id", Type::int64).column("name", Type::text).required("since", Type::date);
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

TEST_CASE("a column becomes wider where every value stays, and rows of the narrower layout still go in") {
  struct Case {
    Type narrow, wide;
    std::string sql;
  };
  auto const cases = std::vector<Case>{{Type::int16, Type::int32, "integer"},
                                       {Type::int32, Type::int64, "bigint"},
                                       {Type::int64, Type::uint64, "numeric(20,0)"},
                                       {Type::float32, Type::float64, "double precision"},
                                       {Type::int32, Type::decimal(12, 2), "numeric(12,2)"},
                                       {Type::decimal(5, 2), Type::decimal(10, 4), "numeric(10,4)"},
                                       {Type::date, Type::local_timestamp, "timestamp without time zone"}};
  for (auto const& [narrow, wide, sql] : cases) {
    INFO(describe(narrow) << " to " << describe(wide));
    Database const database;
    auto const writer = database.writer();
    auto const fill = [&, narrow = narrow](Layout const& layout, std::int64_t id) {
      Rows rows{layout.table};
      rows.column(0).append(id);
      if (narrow.kind == Kind::int16) rows.column(1).append(std::int16_t{7});
      if (narrow.kind == Kind::int32 || narrow.kind == Kind::date32) rows.column(1).append(std::int32_t{7});
      if (narrow.kind == Kind::int64) rows.column(1).append(std::int64_t{7});
      if (narrow.kind == Kind::float32) rows.column(1).append(7.5f);
      if (narrow.kind == Kind::decimal128) rows.column(1).append(Decimal{725, 0});
      rows.column(2).append_bytes("x");
      rows.add_rows(1);
      auto const transaction = ok(writer->begin("t" + std::to_string(id), {}));
      ok(transaction->write(layout, batch_of(layout.table, rows)));
      ok(transaction->commit({}));
    };
    auto const old = layout_of(with(narrow));
    ok(writer->migrate(old, MigrateMode::safe));
    fill(old, 1);
    Layout const fresh{1, WriteMode::upsert, with(wide)};
    CHECK(ok(writer->migrate(fresh, MigrateMode::safe)).size() == 1);
    CHECK(type_of(database, "size") == sql);
    Layout const again{2, WriteMode::upsert, with(narrow)};
    CHECK(ok(writer->migrate(again, MigrateMode::safe)).empty());
    fill(again, 2);
    CHECK(database.ask("SELECT count(*), count(DISTINCT size) FROM things") == "2|1");
  }
}

TEST_CASE("changes that are not safe are refused with their names, and change nothing") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(layout_of(things()), MigrateMode::safe));
  Table other_key{"things"};
  other_key.column("id", Type::int64).column("size", Type::int32).key("name", Type::text);
  auto const layouts = std::vector<std::pair<Layout, std::string>>{
      {layout_of(with(Type::timestamp)), "column size is integer and would become timestamp with time zone"},
      {layout_of(with(Type::float64)), "would become double precision"},
      {layout_of(with(Type::text)), "would become text"},
      {layout_of(with(Type::decimal(9, 2))), "would become numeric(9,2)"},
      {layout_of(other_key), R"(its primary key is ("id") and would become ("name"))"},
      {layout_of(things(), WriteMode::append), R"(its primary key is ("id") and would become none)"},
  };
  for (auto const& [layout, words] : layouts) {
    auto const error = failed(writer->migrate(layout, MigrateMode::safe));
    CHECK(error.code() == Errc::schema);
    INFO(error.message());
    CHECK(error.message().find(words) != std::string::npos);
    CHECK(error.message().find("migrate_mode: forced") != std::string::npos);
  }
  CHECK(type_of(database, "size") == "integer");
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

TEST_CASE("a table that a user made is taken as it is when values stay exact in it, and its constraints hold") {
  Database const database;
  auto const writer = database.writer();
  database.run("CREATE DOMAIN amount AS bigint CHECK (VALUE < 100)");
  database.run(
      "CREATE TABLE things (id numeric UNIQUE NOT NULL, size amount, name varchar(5), note text NOT NULL, "
      "CHECK (id < 10 OR size IS NULL))");
  auto const mode = GENERATE(WriteMode::append, WriteMode::upsert);
  auto const layout = layout_of(things(), mode);
  RejectHost rejects;
  CHECK(ok(writer->migrate(layout, MigrateMode::safe)) ==
        std::vector<std::string>{R"(ALTER TABLE "public"."things" ALTER COLUMN "note" DROP NOT NULL)"});
  auto const transaction = ok(writer->begin("t", rejects.host()));
  Rows rows{layout.table};
  rows.row(1, 10, "007");
  rows.row(2, 100, "big");
  rows.row(3, 11, "too long");
  rows.row(4, nullptr, nullptr);
  rows.row(10, 1, "ten");
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT id, size, name, note FROM things ORDER BY id") == "1|10|007|NULL; 4|NULL|NULL|NULL");
  REQUIRE(rejects.rejected().size() == 3);
  CHECK_THAT(rejects.rejected()[2].reason, Catch::Contains("check constraint"));
  CHECK_THAT(rejects.rejected()[0].reason, Catch::Contains("amount_check"));
  CHECK_THAT(rejects.rejected()[1].reason, Catch::Contains("value too long"));
  CHECK(failed(writer->migrate(layout_of(with(Type::decimal(10, 2))), MigrateMode::safe)).code() == Errc::schema);
}

TEST_CASE("a view, a system column's name, names of ours, and too many columns are refused by name") {
  Database const database;
  auto const writer = database.writer();
  database.run("CREATE VIEW things AS SELECT 1::bigint AS id");
  CHECK_THAT(failed(writer->migrate(layout_of(things()), MigrateMode::forced)).message(), Catch::Contains("is a view"));
  Table hidden{"hidden"};
  hidden.column("xmin", Type::int64);
  CHECK_THAT(failed(writer->migrate(layout_of(hidden), MigrateMode::safe)).message(),
             Catch::Contains("keeps the column name xmin for itself"));
  Table ours{"_oar_cursors"};
  ours.column("x", Type::int64);
  CHECK_THAT(failed(writer->migrate(layout_of(ours), MigrateMode::safe)).message(), Catch::Contains("reserved"));
  Table wide{"wide"};
  for (int i = 0; i < 1600; ++i) wide.column("c" + std::to_string(i), Type::boolean);
  ok(writer->migrate({1, WriteMode::append, wide}, MigrateMode::safe));
  wide.column("one_more", Type::boolean);
  CHECK_THAT(failed(writer->migrate({2, WriteMode::append, wide}, MigrateMode::forced)).message(),
             Catch::Contains("has 1601 columns, PostgreSQL takes 1600; leave some out with skip_columns"));
}

TEST_CASE("any name is quoted, and names over 63 bytes stay two") {
  Database const database;
  auto const writer = database.writer();
  std::string const strange = "select \"; DROP SCHEMA public; -- \\ ü '";
  std::string const first = std::string(80, 'x') + "1";
  std::string const second = std::string(80, 'x') + "2";
  Table table{strange};
  table.key(strange, Type::int64).column(first, Type::int32).column(second, Type::int32).column("user", Type::text);
  Layout const layout{0, WriteMode::upsert, table};
  for (std::string const token : {"t1", "t2"}) {
    Rows rows{table};
    rows.row(1, 10, 20, "me");
    rows.row(1, 11, 21, "me");
    write(*writer, layout, std::move(rows), token);
  }
  CHECK(read_back(*writer, table).size() == 1);
  CHECK(database.ask("SELECT count(*) FROM pg_attribute WHERE attname LIKE 'xxxxxx%' AND length(attname) = 63") == "2");
  Table long_name{first};
  long_name.column("a", Type::int32);
  ok(writer->migrate({1, WriteMode::append, long_name}, MigrateMode::safe));
  Table other{second};
  other.column("a", Type::int32);
  ok(writer->migrate({2, WriteMode::append, other}, MigrateMode::safe));
  CHECK(database.ask("SELECT count(*) FROM pg_class WHERE relname LIKE 'xxxxxx%'") == "2");
}

TEST_CASE("a schema is made when it is missing, and many writers may begin at once") {
  Database const database;
  constexpr std::size_t count = 6;
  std::vector<std::string> errors(count);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        auto where = database.where();
        where.schema = "Bronze \"1\"";
        auto writer = postgresql::PostgresqlWriter::open(where, {.source_name = "src" + std::to_string(i)});
        if (writer) {
          auto const migrated = (*writer)->migrate(layout_of(things()), MigrateMode::safe);
          if (!migrated) errors[i] = migrated.error().message();
        } else {
          errors[i] = writer.error().message();
        }
      });
  }
  CHECK(errors == std::vector<std::string>(count));
  CHECK(database.ask("SELECT count(*) FROM \"Bronze \"\"1\"\"\".things") == "0");
}
