// Types that every database's destination treats alike.
#include <oar/detail/read_back_stream.hpp>

#include "tests/unit/databases/round_trip.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("a column of nulls takes another type's values later") {
  auto const database = emptied();
  auto const writer = database->writer();
  Layout const nulls{0, WriteMode::append, one_column(Type::null)};
  Rows rows{nulls.table};
  rows.column(0).append_null();
  rows.add_rows(1);
  write(*writer, nulls, std::move(rows), "t1");
  Layout const numbers{1, WriteMode::append, one_column(Type::int64)};
  Rows more{numbers.table};
  more.row(5);
  write(*writer, numbers, std::move(more), "t2");
  CHECK(read_back(*writer, numbers.table) == std::vector<std::string>{R"({"value":null})", R"({"value":5})"});
}

TEST_CASE("reading back a value that the wanted type cannot hold is an error") {
  auto const database = emptied();
  auto const writer = database->writer();
  Layout const layout{0, WriteMode::append, one_column(Type::int64)};
  Rows rows{layout.table};
  rows.row(300);
  write(*writer, layout, std::move(rows), "t");
  RowStream stream{one_column(Type::int8), ok(writer->read_back(one_column(Type::int8)))};
  CHECK(failed(stream.next()).message().find("column value") != std::string::npos);
}
