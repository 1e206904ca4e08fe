// Several transactions of one writer at once, each over a connection of its own, committed in order.
#include <thread>

#include "plugins/postgresql/destination/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::postgresql;
using namespace oar::test;

namespace {

Table pairs() {
  Table table{"pairs"};
  table.key("id", Type::int64).column("value", Type::text);
  return table;
}

void write_one(Transaction& transaction, Layout const& layout, std::int64_t id, std::string const& value) {
  Rows rows{layout.table};
  rows.row(id, value);
  ok(transaction.write(layout, batch_of(layout.table, rows)));
}

std::vector<StoredState> state(std::uint64_t epoch) { return {{"split", epoch, "cursor " + std::to_string(epoch)}}; }

}  // namespace

TEST_CASE("a later transaction that holds the same keys blocks no earlier one, and its rows win") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::upsert, pairs()};
  ok(writer->migrate(layout, MigrateMode::safe));
  auto const first = ok(writer->begin("t1", {}));
  auto const second = ok(writer->begin("t2", {}));
  write_one(*second, layout, 1, "second");
  write_one(*first, layout, 1, "first");
  write_one(*second, layout, 2, "second");
  ok(first->commit(state(1)));
  ok(second->commit(state(2)));
  CHECK(database.ask("SELECT * FROM pairs ORDER BY id") == "1|second; 2|second");
  CHECK(ok(writer->load_state())[0].epoch == 2);
}

TEST_CASE("appended rows of several transactions are copied at once, and only the committed ones stay") {
  Database const database;
  auto const writer = database.writer();
  Layout const layout{0, WriteMode::append, pairs()};
  ok(writer->migrate(layout, MigrateMode::safe));
  std::vector<std::unique_ptr<Transaction>> transactions;
  for (int i = 0; i < 4; ++i) transactions.push_back(ok(writer->begin("t" + std::to_string(i), {})));
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < transactions.size(); ++i)
      threads.emplace_back([&, i] {
        for (int batch = 0; batch < 5; ++batch) {
          Rows rows{layout.table};
          for (int row = 0; row < 1000; ++row) rows.row(static_cast<std::int64_t>(i), "x");
          auto const written = transactions[i]->write(layout, *Batch::make(layout.table, rows.finish()));
          if (!written) std::abort();
        }
      });
  }
  ok(transactions[0]->commit(state(1)));
  transactions[1].reset();
  ok(transactions[2]->commit(state(2)));
  ok(transactions[3]->commit(state(3)));
  CHECK(database.ask("SELECT id, count(*) FROM pairs GROUP BY id ORDER BY id") == "0|5000; 2|5000; 3|5000");
}

TEST_CASE("no more transactions than connections, and a finished one makes room") {
  Database const database;
  auto const writer = ok(PostgresqlWriter::open(database.where(2), {.source_name = "src", .sync_id = "sync-1"}));
  auto first = ok(writer->begin("t1", {}));
  auto const second = ok(writer->begin("t2", {}));
  auto const error = failed(writer->begin("t3", {}));
  CHECK(error.code() == Errc::rate_limited);
  CHECK_THAT(error.message(), Catch::Contains("raise `connections`"));
  first.reset();
  CHECK(writer->begin("t4", {}));
}

TEST_CASE("of two hosts that commit the same epoch at once one succeeds, and the other is told") {
  Database const database;
  Layout const layout{0, WriteMode::append, pairs()};
  for (std::uint64_t epoch = 1; epoch <= 3; ++epoch) {
    auto const one = database.writer("src", 1, "one");
    auto const two = database.writer("src", 1, "two");
    std::vector<Result<void>> results(2);
    ok(one->migrate(layout, MigrateMode::safe));
    ok(two->migrate(layout, MigrateMode::safe));
    auto const a = ok(one->begin("a" + std::to_string(epoch), {}));
    auto const b = ok(two->begin("b" + std::to_string(epoch), {}));
    write_one(*a, layout, 1, "a");
    write_one(*b, layout, 1, "b");
    {
      std::jthread const other{[&] { results[0] = a->commit(state(epoch)); }};
      results[1] = b->commit(state(epoch));
    }
    REQUIRE(static_cast<bool>(results[0]) != static_cast<bool>(results[1]));
    CHECK(results[results[0] ? 1 : 0].error().code() == Errc::conflict);
  }
  CHECK(database.ask("SELECT count(*) FROM pairs") == "3");
}
