// A table whose shape changes in the middle of a scan.
#include <catch2/catch.hpp>

#include "configs.hpp"
#include "database.hpp"
#include "process.hpp"

using namespace oar::e2e;
using Catch::Contains;

namespace {

void check_rows(Folder const& folder, std::string const& name, std::int64_t rows, std::int64_t change_at) {
  Database const database{folder / (name + ".db")};
  INFO(name);
  CHECK(database.number("SELECT count(*) FROM log") == rows);
  CHECK(database.number("SELECT count(DISTINCT id) FROM log") == rows);
  CHECK(database.number("SELECT count(*) FROM log WHERE added IS NULL") == change_at - 1);
  CHECK(database.number("SELECT count(*) FROM log WHERE added = 'added ' || id") == rows - change_at + 1);
}

}  // namespace

TEST_CASE("a column that appears while a table is read is added between two checkpoints, in every destination") {
  for (auto const* mode : {"append", "overwrite"}) {
    INFO(mode);
    Folder const folder;
    auto const write_mode = std::string("  write_mode: ") + mode + "\n";
    folder.write("sync.yaml", source("made", "left, right",
                                     "    tables: [{name: log, rows: 100, incremental: true, checkpoint_every: 10, "
                                     "shape_change_at: 45}]\n") +
                                  sqlite("left", write_mode) + sqlite("right", write_mode));
    auto const run = run_oarlock({{"sync", "sync.yaml"}, folder.path()});
    INFO(run.out);
    INFO(run.err);
    CHECK(run.exit_code == 0);
    check_rows(folder, "left", 100, 45);
    check_rows(folder, "right", 100, 45);
    CHECK(run_oarlock({{"sync", "sync.yaml"}, folder.path()}).exit_code == 0);
    check_rows(folder, "left", 100, 45);
  }
}

TEST_CASE("a column that appears inside of a unit that is too large to hold is read again, and nothing is doubled") {
  Folder const folder;
  folder.write("sync.yaml", source("made", "kept",
                                   "    tables: [{name: log, rows: 3000, incremental: true, text_bytes: 4096, "
                                   "shape_change_at: 2500}]\n") +
                                sqlite("kept", "  write_mode: append\n"));
  auto const run = run_oarlock({{"sync", "--memory", "1MiB", "--concurrency", "1", "sync.yaml"}, folder.path()});
  INFO(run.out);
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK_THAT(run.err, Contains("changed its shape inside of a unit"));
  check_rows(folder, "kept", 3000, 2500);
}
