// What becomes of a row without a key.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("a key that is NULL is refused, not invented") {
  Database const database;
  auto const writer = database.writer();
  Table table{"one"};
  table.key("id", Type::int64);
  Layout const layout{0, WriteMode::upsert, table};
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer->begin("t", {}));
  Rows rows{layout.table};
  rows.row(nullptr);
  CHECK(failed(transaction->write(layout, batch_of(layout.table, rows))).message().find("key column id is NULL") !=
        std::string::npos);
}
