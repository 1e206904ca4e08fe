// Cursors and commits in doubt.
#include "support.hpp"

using namespace oar::state;
using namespace oar::state::test;

namespace {

std::string const bytes("\0\xff\x01 any", 8);

Reject reject(std::string reason) { return {route, "t", std::move(reason), R"({"a":1})", "sync-1", 42}; }

Progress progress() {
  return {.cursors = {{"a", 3, bytes}, {"b", 1, "x"}}, .rejects = {reject("too long")}, .settled_token = "token-1"};
}

}  // namespace

TEST_CASE("what a commit made durable is there after the file was closed and opened again") {
  Folder const folder;
  must(open(folder / "s.db").save(route, progress()));
  auto file = open(folder / "s.db");
  CHECK(must(file.cursors(route)) == std::vector<Cursor>{{"a", 3, bytes}, {"b", 1, "x"}});
  CHECK(must(file.rejects({})) == std::vector{reject("too long")});
}

TEST_CASE("what was saved survives a killed process that never closed the file") {
  Folder const folder;
  Child child{[&] {
    auto file = open(folder / "s.db");
    must(file.save(route, progress()));
    return std::string{"saved"};
  }};
  REQUIRE(child.report() == "saved");
  child.kill_now();
  CHECK(must(open(folder / "s.db").cursors(route)).size() == 2);
}

TEST_CASE("a cursor belongs to its route, and another route never sees it") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save({"s", "d1"}, {.cursors = {{"a", 1, "one"}}}));
  must(file.save({"s", "d2"}, {.cursors = {{"a", 9, "two"}}}));
  CHECK(must(file.cursors({"s", "d1"})) == std::vector<Cursor>{{"a", 1, "one"}});
  CHECK(must(file.cursors({"s", "d3"})).empty());
}

TEST_CASE("a save replaces a split's cursor, and an empty envelope forgets the split") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 1, "old"}, {"b", 1, "x"}}}));
  must(file.save(route, {.cursors = {{"a", 2, "new"}, {"b", 2, ""}}}));
  CHECK(must(file.cursors(route)) == std::vector<Cursor>{{"a", 2, "new"}});
}

TEST_CASE("an epoch that goes backwards is a conflict, and nothing of that save is kept") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 5, "five"}}}));
  auto const error = failure_of(file.save(route, {.cursors = {{"b", 1, "x"}, {"a", 4, "four"}}}));
  CHECK(error.code() == oar::Errc::conflict);
  CHECK_THAT(error.message(), Catch::Contains("here -> there") && Catch::Contains("epoch 4"));
  CHECK(must(file.cursors(route)) == std::vector<Cursor>{{"a", 5, "five"}});
}

TEST_CASE("epochs keep all 64 bits of their range up to the signed maximum") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 0x7fffffffffffffff, "x"}}}));
  CHECK(must(file.cursors(route))[0].epoch == 0x7fffffffffffffff);
}

TEST_CASE("the destination's record replaces all cursors of its route, even with lower epochs") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save(route, {.cursors = {{"a", 5, "x"}, {"gone", 1, "x"}}}));
  must(file.save({"s", "other"}, {.cursors = {{"a", 5, "x"}}}));
  CHECK_FALSE(must(file.replace_cursors(route, {{"a", 2, "truth"}}, 7)));
  CHECK(must(file.cursors(route)) == std::vector<Cursor>{{"a", 2, "truth"}});
  CHECK(must(file.cursors({"s", "other"})).size() == 1);
}

TEST_CASE("a route that the file knew nothing of is remembered as rebuilt, until it is reset") {
  Folder const folder;
  auto file = open(folder / "s.db");
  CHECK_FALSE(must(file.replace_cursors(route, {}, 5)));  // nobody knows anything
  CHECK(must(file.rebuilt()).empty());
  CHECK(must(file.replace_cursors(route, {{"a", 2, "truth"}}, 7)));
  CHECK_FALSE(must(file.replace_cursors(route, {{"a", 3, "truth"}}, 9)));
  CHECK(must(file.rebuilt()) == std::vector<Rebuilt>{{route, 7}});
  must(file.reset({.source = "another", .destination = {}}));
  CHECK(must(file.rebuilt()).size() == 1);
  must(file.reset({.source = route.source, .destination = {}}));
  CHECK(must(file.rebuilt()).empty());
}

TEST_CASE("a sync that is put off has at least that time, and so have those after it") {
  Folder const folder;
  auto file = open(folder / "s.db");
  auto const sync = must(file.begin_sync({.now_us = 1000}));
  CHECK(must(file.put_off(sync.id, 5000)) == 5000);
  CHECK(must(file.put_off(sync.id, 400)) == 5000);
  CHECK(must(file.sync(sync.id))->sync.sync_time_us == 5000);
  CHECK(must(file.begin_sync({.now_us = 2000})).sync_time_us == 5001);
  CHECK(failure_of(file.put_off("nobody", 1)).code() == oar::Errc::not_found);
}

TEST_CASE("a commit in doubt carries all that it would make durable, and completing it settles it") {
  Folder const folder;
  {
    auto file = open(folder / "s.db");
    must(file.save_token(route, {"token-1", "sync-1", progress()}));
    CHECK(must(file.cursors(route)).empty());
    CHECK(must(file.rejects({})).empty());
  }
  auto file = open(folder / "s.db");
  auto const pending = must(file.pending(route));
  REQUIRE(pending == std::vector<PendingCommit>{{"token-1", "sync-1", progress()}});
  CHECK(must(file.pending({"s", "other"})).empty());

  must(file.save(route, pending[0].progress));
  CHECK(must(file.pending(route)).empty());
  CHECK(must(file.cursors(route)).size() == 2);
  CHECK(must(file.rejects({})).size() == 1);
  CHECK(query_number(folder / "s.db",
                     "SELECT (SELECT count(*) FROM pending_cursors) + "
                     "(SELECT count(*) FROM pending_rejects)") == 0);
}

TEST_CASE("a commit that did not happen is forgotten without a trace") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save_token(route, {"token-1", "sync-1", progress()}));
  must(file.save_token(route, {"token-2", "sync-1", {}}));
  must(file.forget_token(route, "token-1"));
  auto const pending = must(file.pending(route));
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].token == "token-2");
  CHECK(must(file.cursors(route)).empty());
}

TEST_CASE("a token that is used twice is refused") {
  Folder const folder;
  auto file = open(folder / "s.db");
  must(file.save_token(route, {"token-1", "sync-1", {}}));
  CHECK_FALSE(file.save_token({"s", "other"}, {"token-1", "sync-2", {}}));
}
