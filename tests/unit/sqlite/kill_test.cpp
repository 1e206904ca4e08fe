// A process that is killed before its commit leaves nothing; one that is killed after it, everything.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "plugins/sqlite/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::sqlite;
using namespace oar::test;

namespace {

enum class Death { before_commit, after_commit };

// In a child: writes 20,000 rows, which is more than SQLite keeps in memory, and dies. Never returns.
[[noreturn]] void write_and_die(std::string const& path, Layout const& layout, Death death) {
  auto const writer = *SqliteWriter::open(path, {.source_name = "src", .sync_id = "sync-2"});
  auto const transaction = *writer->begin("token", {});
  Rows rows{layout.table};
  auto const name = std::string(4000, 'n');
  for (int i = 0; i < 20'000; ++i) rows.row("src", "a", 1'000'000, i + 10, name);
  if (!transaction->write(layout, *Batch::make(layout.table, rows.finish()))) ::_exit(1);
  if (death == Death::after_commit) {
    std::vector<StoredState> const states{{"split", 2, "c2"}};
    if (!transaction->commit(states)) ::_exit(2);
  }
  ::kill(::getpid(), SIGKILL);
  ::_exit(3);
}

void die_in_child(Database const& database, Layout const& layout, Death death) {
  auto const child = ::fork();
  if (child == 0) write_and_die(database.path(), layout, death);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("killed before the commit: nothing of it; after it: rows, cursor and token") {
  Database const database;
  Layout const layout{0, WriteMode::upsert, people()};
  {
    auto const writer = database.writer();
    Rows rows{layout.table};
    rows.row("src", "a", 1'000'000, 1, "Ada");
    write(*writer, layout, std::move(rows), "t1", {{"split", 1, "c1"}});
  }
  auto const death = GENERATE(Death::before_commit, Death::after_commit);
  die_in_child(database, layout, death);
  auto const committed = death == Death::after_commit;
  auto const writer = database.writer();
  CHECK(database.ask("SELECT count(*) FROM people") == (committed ? "20001" : "1"));
  CHECK(ok(writer->load_state())[0].cursor == (committed ? "c2" : "c1"));
  CHECK(ok(writer->resolve("token")) == committed);
  CHECK(database.ask("PRAGMA integrity_check") == "ok");
}
