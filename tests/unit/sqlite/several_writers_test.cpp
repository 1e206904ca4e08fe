// Several writers to one file.
#include <thread>

#include "plugins/sqlite/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::sqlite;
using namespace oar::test;

namespace {

// Ada stands in a transaction of `one` that is open.
struct TwoWriters {
  Database database;
  std::unique_ptr<Writer> one = database.writer("one"), two = database.writer("two");
  std::unique_ptr<Transaction> first;

  TwoWriters() {
    for (auto const& writer : {one.get(), two.get()}) ok(writer->migrate(people_by_id(), MigrateMode::safe));
    first = ok(one->begin("t1", {}));
    auto rows = person(1, "Ada");
    ok(first->write(people_by_id(), batch_of(people(), rows)));
  }
};

}  // namespace

TEST_CASE("a transaction of one writer waits for another writer's, and both succeed") {
  TwoWriters const both;
  Result<void> second_done;
  std::jthread other{[&] {
    auto second = both.two->begin("t2", {});
    auto more = person(2, "Bob");
    second_done = (*second)->write(people_by_id(), *Batch::make(people(), more.finish()));
    if (second_done) second_done = (*second)->commit({});
  }};
  ok(both.first->commit({}));
  other.join();
  ok(second_done);
  CHECK(both.database.ask("SELECT id FROM people ORDER BY id") == "1; 2");
}

TEST_CASE("cancelling ends the wait for another writer's transaction") {
  TwoWriters const both;
  auto const second = ok(both.two->begin("t2", {}));
  std::jthread const canceller{[&] { second->cancel(); }};
  auto more = person(2, "Bob");
  CHECK(failed(second->write(people_by_id(), batch_of(people(), more))).code() == Errc::cancelled);
}

TEST_CASE("many writers may make one new file at once") {
  Database const database;
  constexpr std::size_t count = 8;
  std::vector<std::unique_ptr<Writer>> writers(count);
  std::vector<std::string> errors(count);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < count; ++i)
      threads.emplace_back([&, i] {
        auto opened = SqliteWriter::open(database.path(), {.source_name = "src" + std::to_string(i)});
        if (opened)
          writers[i] = *std::move(opened);
        else
          errors[i] = opened.error().message();
      });
  }
  CHECK(errors == std::vector<std::string>(count));
}
