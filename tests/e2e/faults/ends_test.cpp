// Sources and destinations that fail: one of them never costs the others a row.
#include <catch2/catch.hpp>

#include "logs.hpp"

using namespace oar::e2e;

namespace {

struct SourceFault {
  std::string fault;
  std::string said;
};

}  // namespace

TEST_CASE(
    "a source's table that fails in any way costs the other source nothing, and its cursor never passes the gap") {
  auto const fault = GENERATE(values<SourceFault>({{"error", "made to fail"},
                                                   {"retryable", "made to fail"},
                                                   {"table_error", "made to fail"},
                                                   {"panic", "made to panic"}}));
  Folder const folder;
  auto const good = log_source("good", "d") + sqlite("d");
  folder.write("sync.yaml", log_source("bad", "d", ", fault_row: 110, fault: " + fault.fault) + good);
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(run.out.find(fault.said) != std::string::npos);
  check_log(folder, "d", "good");
  CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM bad_log") < 110);
  folder.write("sync.yaml", log_source("bad", "d") + good);
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  check_log(folder, "d", "bad");
  check_log(folder, "d", "good");
}

TEST_CASE("one of three destinations is dead from the start, or dies in the middle: it catches up when it is back") {
  auto const fault = GENERATE(as<std::string>{}, "unreachable: true", "fail_commit: 3\nfail_for_ever: true",
                              "fail_write: 4\nfail_for_ever: true");
  Folder const folder;
  auto const others = log_source("s", "one, two, odd") + sqlite("one") + sqlite("two");
  folder.write("sync.yaml", others + recording_log("odd", fault));
  auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  check_log(folder, "one", "s");
  check_log(folder, "two", "s");

  folder.write("sync.yaml", others + recording_log("odd"));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  INFO(again.out << again.err);
  CHECK(again.exit_code == 0);
  check_log(folder, "one", "s");
  check_log(folder, "two", "s");
  check_recorded_log(folder, "odd");
}

TEST_CASE("a source that ends without END, or never ends and brings nothing, leaves; the others are whole") {
  struct Wild {
    std::string fault, said;
  };
  std::vector<Wild> const all{{"end_missing", "there is nothing more"},
                              {"endless_none", "nothing but empty messages"},
                              {"endless_hint", "nothing but empty messages"},
                              {"endless_progress", "nothing but empty messages"},
                              {"endless_checkpoint", "nothing but empty messages"},
                              {"endless_empty_batch", "nothing but empty messages"}};
  Folder const folder;
  auto const config = [&](bool is_cured) {
    auto text = log_source("good", "d") + sqlite("d");
    for (auto const& wild : all)
      text += "kind: source\nspec:\n  name: " + wild.fault +
              "\n  path: zoo_source\n  tables: [\"*\"]\n  destinations: [d]\n  spec: {fault: " +
              (is_cured ? "none" : wild.fault) + ", table: " + wild.fault + "}\n---\n";
    return text;
  };
  folder.write("sync.yaml", config(false));
  auto const run = run_oarlock({{"sync", "--stall-timeout", "2s", "--concurrency", "8", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  check_log(folder, "d", "good");
  for (auto const& wild : all) {
    INFO(wild.fault);
    auto const at = run.out.find(wild.fault + " -> d: " + wild.fault + ": ");
    REQUIRE(at != std::string::npos);
    CHECK(run.out.find(wild.said, at) < run.out.find('\n', at));
  }
  folder.write("sync.yaml", config(true));
  CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
  for (auto const& wild : all) CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM " + wild.fault) == 4);
}

TEST_CASE("an incremental source that falls silent keeps what it brought, and goes on from there") {
  Folder const folder;
  folder.write("sync.yaml", log_source("s", "d", ", fault_row: 110, fault: silent") + sqlite("d"));
  auto const run = run_oarlock({{"sync", "--stall-timeout", "2s", "sync.yaml"}, folder.path()});
  INFO(run.out << run.err);
  CHECK(run.exit_code == 3);
  CHECK(run.out.find("nothing but empty messages for 2 s") != std::string::npos);
  CHECK(Database{folder / "d.db"}.number("SELECT count(*) FROM s_log") == 100);
  folder.write("sync.yaml", log_source("s", "d") + sqlite("d"));
  auto const again = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
  CHECK(again.exit_code == 0);
  CHECK(again.out.find("100 rows in 1 table") != std::string::npos);
  check_log(folder, "d", "s");
}
