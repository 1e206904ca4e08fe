// What becomes of a row without a key.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("a row without a key is a reject, and the others stay") {
  Database const database;
  RejectHost rejects;
  auto const writer = database.writer();
  Table pairs{"pairs"};
  pairs.key("a", Type::int64).key("b", Type::text).column("value", Type::text);
  Layout const layout{0, WriteMode::upsert, pairs};
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", rejects.host()));
  Rows rows{layout.table};
  rows.row(1, "x", "stays");
  rows.row(2, nullptr, "goes");
  rows.row(3, "y", "stays");
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit({}));
  CHECK(database.ask("SELECT a FROM pairs ORDER BY a") == "1; 3");
  REQUIRE(rejects.rejected().size() == 1);
  CHECK(rejects.rejected()[0].reason == "key column b is NULL");
  CHECK(rejects.rejected()[0].row == R"({"a":2,"b":null,"value":"goes"})");
}
