// Strange names are kept; those that SQLite cannot hold are refused.
#include "plugins/sqlite/names.hpp"

#include "support.hpp"

using namespace oar;
using namespace oar::test;

namespace {

Error refused(Table const& table) {
  Database const database;
  return failed(database.writer()->migrate({0, WriteMode::append, table}, MigrateMode::safe));
}

Table named(std::string name) {
  Table table{std::move(name)};
  table.column("a", Type::int64);
  return table;
}

}  // namespace

TEST_CASE("names with quotes, blanks, keywords and other alphabets are kept as they are") {
  Database const database;
  auto const writer = database.writer();
  Table table{R"(my "odd"; table -- ü)"};
  table.key("select", Type::int64).column(R"(a"b)", Type::text).column("x.y [z] `q` 'w'", Type::text);
  Layout const layout{0, WriteMode::upsert, table};
  Rows rows{table};
  rows.row(1, "b", "z");
  write(*writer, layout, std::move(rows), "t");
  CHECK(read_back(*writer, table) == std::vector<std::string>{R"({"select":1,"a\"b":"b","x.y [z] `q` 'w'":"z"})"});
}

TEST_CASE("columns that differ in case only are refused by both names") {
  Table table{"t"};
  table.column("Name", Type::text).column("name", Type::text);
  auto const error = refused(table);
  CHECK(error.code() == Errc::schema);
  CHECK(error.message().find("columns Name and name") != std::string::npos);
}

TEST_CASE("a table whose name another table has in another case is refused") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate({0, WriteMode::append, named("Users")}, MigrateMode::safe));
  auto const error = failed(writer->migrate({1, WriteMode::append, named("users")}, MigrateMode::safe));
  CHECK(error.code() == Errc::schema);
  CHECK(error.message().find("Users") != std::string::npos);
}

TEST_CASE("reserved names, views, too many columns and none are refused") {
  CHECK(refused(named("sqlite_x")).message().find("reserved") != std::string::npos);
  CHECK(refused(named("SQLITE_x")).message().find("reserved") != std::string::npos);
  CHECK(refused(named("_oar_cursors")).message().find("reserved") != std::string::npos);
  CHECK(refused(named(std::string{"a\0b", 3})).message().find("NUL") != std::string::npos);
  CHECK(refused(Table{"empty"}).message().find("no columns") != std::string::npos);
  Table wide{"wide"};
  for (int i = 0; i < 2001; ++i) wide.column("c" + std::to_string(i), Type::int8);
  CHECK(refused(wide).message().find("2001 columns") != std::string::npos);

  Database const database;
  auto const writer = database.writer();
  database.run("CREATE VIEW v AS SELECT 1 AS a");
  CHECK(failed(writer->migrate({0, WriteMode::append, named("v")}, MigrateMode::safe)).message().find("is a view") !=
        std::string::npos);
}

TEST_CASE("two thousand columns are written") {
  Database const database;
  auto const writer = database.writer();
  Table wide{"wide"};
  for (int i = 0; i < 2000; ++i) wide.column("c" + std::to_string(i), Type::int64);
  Layout const layout{0, WriteMode::append, wide};
  Rows rows{wide};
  for (std::size_t i = 0; i < 2000; ++i) rows.column(i).append(static_cast<std::int64_t>(i));
  rows.add_rows(1);
  write(*writer, layout, std::move(rows), "t");
  CHECK(database.ask("SELECT c1999 FROM wide") == "1999");
}
