// Syncs, rejects, plugins behind names, reset.
#include <atomic>
#include <regex>
#include <thread>

#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;

TEST_CASE("sync time is the clock's, and always greater than any before") {
  Folder const folder;
  auto file = open(folder / "s.db");
  CHECK(must(file.begin_sync({.now_us = 1000})).sync_time_us == 1000);
  CHECK(must(file.begin_sync({.now_us = 1000})).sync_time_us == 1001);
  CHECK(must(file.begin_sync({.now_us = 5})).sync_time_us == 1002);
  CHECK(must(file.begin_sync({.now_us = 7000})).sync_time_us == 7000);
}

TEST_CASE("a sync has a random UUID") {
  Folder const folder;
  auto file = open(folder / "s.db");
  auto const first = must(file.begin_sync({})).id;
  auto const pattern = std::regex{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
  CHECK(std::regex_match(first, pattern));
  CHECK(first != must(file.begin_sync({})).id);
}

TEST_CASE("a finished sync tells what became of each table, in the order it was given") {
  Folder const folder;
  auto const tables =
      std::vector<TableOutcome>{{route, "z", "done", 10, 2, 1, ""}, {route, "a", "failed", 0, 0, 0, "no"}};
  auto file = open(folder / "s.db");
  auto const sync = must(file.begin_sync({.now_us = 1, .command = "oarlock sync x.yaml"}));
  must(file.finish_sync(sync.id, {.finished_us = 9, .exit_code = 3, .status = "partly done", .tables = tables}));
  auto const record = must(file.sync(sync.id));
  REQUIRE(record);
  CHECK(record->phase == SyncPhase::finished);
  CHECK(record->command == "oarlock sync x.yaml");
  REQUIRE(record->outcome);
  CHECK(record->outcome->exit_code == 3);
  CHECK(record->outcome->finished_us == 9);
  CHECK(record->outcome->status == "partly done");
  CHECK(record->outcome->tables == tables);
  CHECK_FALSE(must(file.sync("no such id")));
}

TEST_CASE("an unfinished sync is running while its process holds the lock, and interrupted afterwards") {
  Folder const folder;
  Child child{[&] {
    auto file = std::make_shared<StateFile>(open(folder / "s.db"));
    static auto lock = must(file->lock("oarlock sync"));
    must(file->begin_sync({.now_us = 1}));
    return must(file->begin_sync({.now_us = 2})).id;
  }};
  auto const before = must(open(folder / "s.db", Access::read_only).recent_syncs(10));
  REQUIRE(before.size() == 2);
  CHECK(before[0].sync.id == child.report());
  CHECK(before[0].phase == SyncPhase::running);
  CHECK(before[1].phase == SyncPhase::interrupted);
  child.kill_now();
  CHECK(must(open(folder / "s.db").sync(child.report()))->phase == SyncPhase::interrupted);
}

TEST_CASE("finishing a sync that is not there says so") {
  Folder const folder;
  auto const error = failure_of(open(folder / "s.db").finish_sync("nope", {}));
  CHECK(error.code() == oar::Errc::not_found);
  CHECK_THAT(error.message(), Catch::Contains("nope"));
}

TEST_CASE("the last hundred syncs are kept, with their tables, and the newest come first") {
  Folder const folder;
  auto file = open(folder / "s.db");
  for (int i = 1; i <= 103; ++i) {
    auto const sync = must(file.begin_sync({.now_us = i}));
    must(file.finish_sync(sync.id, {.tables = {{route, "t", "done", 1, 0, 0, ""}}}));
  }
  auto const syncs = must(file.recent_syncs(1000));
  CHECK(syncs.size() == 100);
  CHECK(syncs.front().sync.sync_time_us == 103);
  CHECK(must(file.recent_syncs(2)).size() == 2);
  CHECK(query_number(folder / "s.db", "SELECT count(*) FROM sync_tables") == 100);
}

TEST_CASE("the last ten thousand rejects are kept") {
  Folder const folder;
  auto file = open(folder / "s.db");
  auto const sync = must(file.begin_sync({.now_us = 1}));
  Progress progress;
  for (int i = 0; i < 10'003; ++i) progress.rejects.push_back({{}, "t", "r", "{}", sync.id, i});
  must(file.save(route, progress));
  must(file.finish_sync(sync.id, {}));
  auto const rejects = must(file.rejects({.limit = 20'000}));
  REQUIRE(rejects.size() == 10'000);
  CHECK(rejects.front().time_us == 10'002);
  CHECK(rejects.back().time_us == 3);
}

TEST_CASE("rejects can be asked for by sync, source, destination and table") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save({"s1", "d1"}, {.rejects = {{{}, "t1", "r", "", "y1", 1}, {{}, "t2", "r", "", "y2", 2}}}));
  must(file.save({"s2", "d2"}, {.rejects = {{{}, "t1", "r", "", "y1", 3}}}));
  auto const times = [&](RejectFilter const& filter) {
    std::vector<std::int64_t> found;
    for (auto const& reject : must(file.rejects(filter))) found.push_back(reject.time_us);
    return found;
  };
  CHECK(times({}) == std::vector<std::int64_t>{3, 2, 1});
  CHECK(times({.sync_id = "y1"}) == std::vector<std::int64_t>{3, 1});
  CHECK(times({.source = "s1"}) == std::vector<std::int64_t>{2, 1});
  CHECK(times({.destination = "d2"}) == std::vector<std::int64_t>{3});
  CHECK(times({.source = "s1", .table = "t1"}) == std::vector<std::int64_t>{1});
  CHECK(times({.limit = 1}) == std::vector<std::int64_t>{3});
}

TEST_CASE("another plugin behind a known name is refused, telling both and the way out") {
  Folder const folder;
  must(open(folder / "s.db").bind(Role::source, "crm", "com.acme.one"));
  auto file = open(folder / "s.db");
  must(file.bind(Role::source, "crm", "com.acme.one"));
  must(file.bind(Role::destination, "crm", "com.acme.two"));
  auto const error = failure_of(file.bind(Role::source, "crm", "com.acme.two"));
  CHECK(error.code() == oar::Errc::conflict);
  CHECK_THAT(error.message(), Catch::Contains("com.acme.one") && Catch::Contains("com.acme.two") &&
                                  Catch::Contains("\"crm\"") && Catch::Contains("oarlock state reset --source crm"));
}

TEST_CASE("the newest sync runs again under its own time, unless it wholly succeeded") {
  Folder const folder;
  auto file = open(folder / "s.db");
  CHECK_FALSE(must(file.resume_sync()).has_value());

  auto const killed = must(file.begin_sync({.now_us = 100}));
  CHECK(must(file.resume_sync()).value().sync_time_us == killed.sync_time_us);
  must(file.finish_sync(killed.id, {.finished_us = 200, .exit_code = 3, .status = "not all done"}));

  auto const again = must(file.resume_sync());
  REQUIRE(again.has_value());
  CHECK(again->id == killed.id);
  CHECK(must(file.sync(killed.id))->phase == SyncPhase::interrupted);
  must(file.finish_sync(killed.id, {.finished_us = 300, .exit_code = 0, .status = "done"}));
  CHECK_FALSE(must(file.resume_sync()).has_value());
}

TEST_CASE("reset forgets one route and keeps the plugin of a name that another route still uses") {
  Folder const folder;
  auto file = open(folder / "s.db");
  for (auto const* name : {"d1", "d2"}) {
    must(file.bind(Role::destination, name, "plugin"));
    must(file.save({"s", name}, {.cursors = {{"a", 1, "x"}}}));
    must(file.save_token({"s", name}, {name, "sync", {}}));
  }
  must(file.bind(Role::source, "s", "plugin"));

  auto const count = must(file.reset({"s", "d1"}));
  CHECK(count.cursors == 1);
  CHECK(count.pending_commits == 1);
  CHECK(count.bindings == 1);
  CHECK(must(file.cursors({"s", "d1"})).empty());
  CHECK(must(file.cursors({"s", "d2"})).size() == 1);
  must(file.bind(Role::destination, "d1", "another"));
  CHECK_FALSE(file.bind(Role::source, "s", "another"));

  must(file.reset({.source = "s"}));
  must(file.bind(Role::source, "s", "another"));
  CHECK(must(file.cursors({"s", "d2"})).empty());
}

TEST_CASE("many threads may save through one file") {
  Folder const folder;
  auto file = open(folder / "s.db");
  std::vector<std::jthread> threads;
  std::atomic<int> saved = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::uint64_t epoch = 1; epoch <= 25; ++epoch)
        if (file.save(route, {.cursors = {{std::to_string(t), epoch, "x"}}}) && file.cursors(route)) ++saved;
    });
  threads.clear();
  CHECK(saved == 100);
  CHECK(must(file.cursors(route)).size() == 4);
}
