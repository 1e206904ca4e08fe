// Destinations that hang, and whose answers are lost on the way back.
#include <catch2/catch.hpp>

#include "logs.hpp"

using namespace oar::e2e;
using Catch::Contains;

TEST_CASE("a destination that hangs leaves after --stall-timeout; the others are whole, and it catches up") {
  Folder const folder;
  auto const others = log_source("s", "one, odd") + sqlite("one");
  folder.write("sync.yaml", others + recording_log("odd", "hang_write: 4"));
  auto const run = run_oarlock({{"sync", "--stall-timeout", "3s", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out, Contains("s -> odd: the destination accepted nothing for 3 s") && Contains("Partly done"));
  check_log(folder, "one", "s");
  CHECK(recorded_log(folder, "odd").size() == 60);

  folder.write("sync.yaml", others + recording_log("odd"));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  check_log(folder, "one", "s");
  check_recorded_log(folder, "odd");
}

TEST_CASE("a commit that was done and whose answer was lost is asked for by its token: nothing is doubled") {
  Folder const folder;
  auto const nth = GENERATE(as<std::string>{}, "1", "5", "10");
  folder.write("sync.yaml", log_source("s", "odd") + recording_log("odd", "keeps_state: true\nlose_answer: " + nth));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  check_recorded_log(folder, "odd");
}

TEST_CASE("a lost answer that cannot be asked for stops the route, and the next run asks: nothing is doubled") {
  Folder const folder;
  auto const fault = "keeps_state: true\ndeaf: true\nlose_answer: 5";
  folder.write("sync.yaml", log_source("s", "one, odd") + sqlite("one") + recording_log("odd", fault));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK_THAT(run.out, Contains("not known whether the last commit happened") && Contains("made to be deaf") &&
                          Contains("the next sync asks again"));
  check_log(folder, "one", "s");
  CHECK(recorded_log(folder, "odd").size() == 100);
  CHECK_THAT(run_oarlock({{"state", "list"}, folder.path()}).out, Contains("1 commit in doubt"));

  folder.write("sync.yaml", log_source("s", "one, odd") + sqlite("one") + recording_log("odd", "keeps_state: true"));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  check_log(folder, "one", "s");
  check_recorded_log(folder, "odd");
}

TEST_CASE(
    "a destination that keeps no tokens gets every row at least once, and the summary says that some may be twice") {
  Folder const folder;
  folder.write("sync.yaml", log_source("s", "odd") + recording_log("odd", "lose_answer: 5"));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  folder.write("sync.yaml", log_source("s", "odd") + recording_log("odd"));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  CHECK_THAT(again.out, Contains("cannot tell; its rows are read again"));
  CHECK(recorded_log(folder, "odd").size() == log_rows);
}
