// Rows and cursors become durable together, or not at all.
#include "support.hpp"

using namespace oar;
using namespace oar::test;

TEST_CASE("rows, cursors and the token are there after a commit") {
  Database const database;
  auto writer = database.writer();
  write(*writer, people_by_id(), person(1, "Ada"), "token-1", {{"split", 1, std::string{"c\0c", 3}}});
  writer = database.writer();  // a new process would see the same
  auto const states = ok(writer->load_state());
  REQUIRE(states.size() == 1);
  CHECK(states[0].split_id == "split");
  CHECK(states[0].epoch == 1);
  CHECK(states[0].cursor == std::string{"c\0c", 3});
  CHECK(ok(writer->resolve("token-1")));
  CHECK_FALSE(ok(writer->resolve("token-2")));
  CHECK(database.ask("SELECT id, name FROM people") == "1|Ada");
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  Database const database;
  auto const writer = database.writer();
  ok(writer->migrate(people_by_id(), MigrateMode::safe));
  {
    auto const transaction = ok(writer->begin("lost", {}));
    auto rows = person(1, "Ada");
    ok(transaction->write(people_by_id(), batch_of(people(), rows)));
  }
  CHECK(database.ask("SELECT count(*) FROM people") == "0");
  CHECK_FALSE(ok(writer->resolve("lost")));
  write(*writer, people_by_id(), person(2, "Bob"), "kept");
  CHECK(database.ask("SELECT id FROM people") == "2");
}

TEST_CASE("a commit whose epoch is not one higher than the stored one is refused, with its rows") {
  Database const database;
  auto const writer = database.writer();
  write(*writer, people_by_id(), person(1, "Ada"), "t1", {{"split", 1, "c1"}});
  for (auto const epoch : {std::uint64_t{1}, std::uint64_t{3}}) {
    auto const transaction = ok(writer->begin("t2", {}));
    auto rows = person(2, "Bob");
    ok(transaction->write(people_by_id(), batch_of(people(), rows)));
    std::vector<StoredState> const states{{"split", epoch, "c2"}};
    CHECK(failed(transaction->commit(states)).code() == Errc::conflict);
  }
  CHECK(database.ask("SELECT id FROM people") == "1");
  CHECK(ok(writer->load_state())[0].cursor == "c1");
  write(*writer, people_by_id(), person(2, "Bob"), "t3", {{"split", 2, "c2"}});
  CHECK(ok(writer->load_state())[0].epoch == 2);
}

TEST_CASE("an empty cursor forgets its split") {
  Database const database;
  auto const writer = database.writer();
  write(*writer, people_by_id(), person(1, "Ada"), "t1", {{"split", 1, "c1"}, {"other", 1, "o"}});
  auto const transaction = ok(writer->begin("t2", {}));
  std::vector<StoredState> const states{{"split", 2, ""}};
  ok(transaction->commit(states));
  auto const left = ok(writer->load_state());
  REQUIRE(left.size() == 1);
  CHECK(left[0].split_id == "other");
}

TEST_CASE("sources see their own cursors only") {
  Database const database;
  auto const one = database.writer("one");
  auto const two = database.writer("two");
  write(*one, people_by_id(), person(1, "Ada"), "t1", {{"split", 1, "one's"}});
  CHECK(ok(two->load_state()).empty());
  write(*two, people_by_id(), person(2, "Bob"), "t2", {{"split", 1, "two's"}});
  CHECK(ok(one->load_state())[0].cursor == "one's");
}

TEST_CASE("tokens of older syncs are forgotten with the first commit of a newer one") {
  Database const database;
  write(*database.writer("src", 1, "sync-1"), people_by_id(), person(1, "Ada"), "old");
  auto const writer = database.writer("src", 2, "sync-2");
  CHECK(ok(writer->resolve("old")));
  write(*writer, people_by_id(), person(2, "Bob"), "new");
  CHECK_FALSE(ok(writer->resolve("old")));
  CHECK(ok(writer->resolve("new")));
}

TEST_CASE("questions may be asked while a transaction is open, and see what is committed") {
  Database const database;
  auto const writer = database.writer();
  write(*writer, people_by_id(), person(1, "Ada"), "t1", {{"split", 1, "c1"}});
  auto const transaction = ok(writer->begin("t2", {}));
  auto rows = person(2, "Bob");
  ok(transaction->write(people_by_id(), batch_of(people(), rows)));
  CHECK(read_back(*writer, people()).size() == 1);
  CHECK(ok(writer->load_state()).size() == 1);
  CHECK_FALSE(ok(writer->resolve("t2")));
}
