// What happens to the state file: lost, damaged, locked, of a later version, on a disk that cannot be written.
#include <sqlite3.h>

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <cerrno>
#include <fstream>

#include "configs.hpp"
#include "database.hpp"
#include "scenario.hpp"

using namespace oar::e2e;
namespace fs = std::filesystem;

namespace {

Run sync(Scenario const& scenario, Folder const& folder) { return run_oarlock(scenario.second_sync(folder)); }

void remove_state(Folder const& folder) { fs::remove_all(folder / ".oarlock"); }

// The state file in the hands of another program.
class StateInHand {
 public:
  explicit StateInHand(Folder const& folder) {
    REQUIRE(sqlite3_open((folder / ".oarlock/state.db").c_str(), &handle_) == SQLITE_OK);
  }
  ~StateInHand() { sqlite3_close(handle_); }
  StateInHand(StateInHand const&) = delete;
  void run(std::string const& sql) const {
    REQUIRE(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

 private:
  sqlite3* handle_ = nullptr;
};

std::map<std::string, std::string> bad_disk(std::map<std::string, std::string> more) {
  more["LD_PRELOAD"] = std::string(OAR_TEST_PLUGINS) + "/preload/fault_io.so";
  more["ASAN_OPTIONS"] = "verify_asan_link_order=0";
  return more;
}

}  // namespace

TEST_CASE("a lost state file costs nothing where the destination keeps its own record") {
  Scenario const scenario{3};
  auto const folder = scenario.begin();
  bool const in_the_middle = GENERATE(false, true);
  if (in_the_middle) (void)run_oarlock(scenario.second_sync(*folder, {{"OARLOCK_KILL_AT", "committed:5"}}));
  remove_state(*folder);
  auto const run = sync(scenario, *folder);
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  scenario.check(*folder);
}

TEST_CASE("the summary and state tell from which destination a lost state file was rebuilt") {
  Scenario const scenario{2};
  auto const folder = scenario.begin();
  auto const state = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "state");
    return run_oarlock({std::move(arguments), folder->path()}).out;
  };
  CHECK(state({"list"}).find("rebuilt") == std::string::npos);
  remove_state(*folder);
  auto const run = sync(scenario, *folder);
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  CHECK(run.out.find("s -> b: the state file knew nothing of this route") != std::string::npos);
  CHECK(run.out.find("from the own record of destination 'b'") != std::string::npos);
  CHECK(state({"list"}).find("s -> b: this file knew nothing of the route at 20") != std::string::npos);
  CHECK(state({"show", "--destination", "a"}).find("rebuilt from the own record of destination a") !=
        std::string::npos);
  CHECK(state({"show", "--destination", "a"}).find("destination b") == std::string::npos);
  auto const document = boost::json::parse(state({"list", "--output", "json"}));
  CHECK(document.at("rebuilt").as_array().size() == 2);
  CHECK(sync(scenario, *folder).out.find("knew nothing") == std::string::npos);
}

TEST_CASE("a state file of a newer version is exit code 1 and left as it is; with it put right the rows are whole") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  StateInHand{*folder}.run("PRAGMA user_version = 999");
  auto const before = read_file(*folder / ".oarlock/state.db");
  auto const rows = read_file(*folder / "a.db");
  auto const run = sync(scenario, *folder);
  INFO(run.out << run.err);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("was written by a newer oarlock (format 999") != std::string::npos);
  CHECK(run.err.find("upgrade oarlock") != std::string::npos);
  CHECK(read_file(*folder / ".oarlock/state.db") == before);
  CHECK(read_file(*folder / "a.db") == rows);
  remove_state(*folder);  // or another one: here the destination knows
  scenario.repair(*folder);
  scenario.check(*folder);
}

TEST_CASE("a state file on a read-only disk is exit code 1, and nothing is moved") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  bool const is_new = GENERATE(false, true);
  if (is_new) remove_state(*folder);
  auto const rows = read_file(*folder / "a.db");
  auto const run = run_oarlock(scenario.second_sync(
      *folder, bad_disk({{"OAR_FAULT_FILE", "state.db"}, {"OAR_FAULT", "open:1:" + std::to_string(EROFS)}})));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("cannot be written") != std::string::npos);
  CHECK(run.err.find("choose another place with --state") != std::string::npos);
  CHECK(read_file(*folder / "a.db") == rows);
  scenario.repair(*folder);
  scenario.check(*folder);
}

TEST_CASE("a state file that another program has locked is exit code 1, and nothing is moved") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  auto const rows = read_file(*folder / "a.db");
  {
    StateInHand const other{*folder};
    other.run("BEGIN EXCLUSIVE");
    auto const run = sync(scenario, *folder);
    INFO(run.out << run.err);
    CHECK(run.exit_code == 1);
    CHECK((run.out + run.err).find("another process is writing to it") != std::string::npos);
    CHECK(read_file(*folder / "a.db") == rows);
  }
  scenario.repair(*folder);
  scenario.check(*folder);
}

TEST_CASE("the state file lost and the clock set back: stale rows go, new ones stay, and time does not go back") {
  Folder const folder;
  auto const config = [](int rows) {
    return source("s", "d",
                  "    tables: [{name: keyed, rows: " + std::to_string(rows) +
                      "}, {name: plain, keyed: false, rows: " + std::to_string(rows) +
                      "}, {name: log, incremental: true, rows: " + std::to_string(rows) + "}]\n") +
           sqlite("d");
  };
  auto const number = [&](std::string const& sql) { return Database{folder / "d.db"}.number(sql); };
  folder.write("sync.yaml", config(40));
  REQUIRE(run_oarlock({{"sync", "sync.yaml"}, folder.path(), bad_disk({{"OAR_FAULT_CLOCK", "3600:1"}})}).exit_code ==
          0);
  auto const time_before = number("SELECT unixepoch(max(_oar_sync_time)) FROM keyed");
  remove_state(folder);
  folder.write("sync.yaml", config(30));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  CHECK(run.out.find("the clock is behind an earlier sync") != std::string::npos);
  for (std::string const table : {"keyed", "plain"}) {
    INFO(table);
    CHECK(number("SELECT count(*) FROM " + table) == 30);
    CHECK(number("SELECT count(DISTINCT _oar_sync_time) FROM " + table) == 1);
    CHECK(number("SELECT unixepoch(max(_oar_sync_time)) FROM " + table) >= time_before);
  }
  CHECK(number("SELECT count(*) FROM log") == 40);
  folder.write("sync.yaml", config(50));
  auto const latest = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  CHECK(latest.exit_code == 0);
  CHECK(latest.out.find("the clock is behind") == std::string::npos);  // the state file knows now
  for (std::string const table : {"keyed", "plain", "log"}) CHECK(number("SELECT count(*) FROM " + table) == 50);
}

TEST_CASE("a damaged state file is exit code 1 and says what to do; without it the rows are whole") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  { std::ofstream{*folder / ".oarlock/state.db", std::ios::binary | std::ios::trunc} << std::string(9000, 'x'); }
  fs::remove(*folder / ".oarlock/state.db-wal");
  auto const run = sync(scenario, *folder);
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("move it away") != std::string::npos);
  remove_state(*folder);
  scenario.repair(*folder);
  scenario.check(*folder);
}

TEST_CASE("a state file that another sync holds is exit code 1, and nothing is moved") {
  Scenario const scenario{1};
  auto const folder = scenario.begin();
  folder->write("slow.yaml",
                "kind: source\nspec:\n  name: slow\n  path: synthetic\n  tables: [\"*\"]\n  destinations: [z]\n"
                "  spec: {delay_ms: 60000, tables: [{name: t}]}\n---\nkind: destination\nspec:\n  name: z\n"
                "  path: sqlite\n  spec: {connection_string: z.db}\n");
  Process slow{{{"sync", "-v", "slow.yaml"}, folder->path()}};
  REQUIRE(slow.said("t"));
  auto const run = sync(scenario, *folder);
  CHECK(run.exit_code == 1);
  slow.send(SIGKILL);
  slow.wait();
  scenario.repair(*folder);
  scenario.check(*folder);
}
