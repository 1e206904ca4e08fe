// Dry runs and read-only writers change nothing: every file stays as it is, none is new.

#include "people.hpp"
#include "rules.hpp"

#include <fstream>
#include <map>
#include <sstream>

namespace conformance {
namespace {

using Files = std::map<std::string, std::string>;

Files files_of(fs::path const& folder) {
  Files files;
  for (auto const& entry : fs::recursive_directory_iterator{folder}) {
    auto& content = files[fs::relative(entry.path(), folder).string()];
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    std::stringstream bytes;
    bytes << in.rdbuf();
    content = bytes.str();
  }
  return files;
}

void expect_unchanged(Files const& before, Files const& after, std::string_view what) {
  for (auto const& [name, content] : after) {
    auto const found = before.find(name);
    expect(found != before.end(), what, " made ", name);
    expect(found->second == content, what, " changed ", name);
  }
  for (auto const& [name, content] : before) expect(after.contains(name), what, " removed ", name);
}

// plan's questions, of a writer that may not change anything.
void ask(Writer& writer) {
  writer.states();
  writer.migrate(0, people(), OAR_WRITE_APPEND, OAR_MIGRATE_DRY_RUN);
  writer.migrate(1, people("another"), OAR_WRITE_APPEND, OAR_MIGRATE_DRY_RUN);
  if (OAR_CAN(oar_writer, writer.get(), resolve)) writer.resolve("never");
}

void check_missing(Run const& run) {
  auto const before = files_of(run.dir());
  {
    Instance instance{run};
    Writer writer{instance, {.flags = OAR_WRITER_READ_ONLY}};
    ask(writer);
  }
  expect_unchanged(before, files_of(run.dir()), "a read-only writer of a target that is not there");
}

void check_existing(Run const& run) {
  conformance::store(run, persons(people(), {{1, "a"}}));
  auto const before = files_of(run.dir());
  {
    Instance instance{run};
    Writer writer{instance, {.flags = OAR_WRITER_READ_ONLY}};
    ask(writer);
  }
  expect_unchanged(before, files_of(run.dir()), "a read-only writer");
}

void check_dry_run(Run const& run) {
  Store const store{run};
  auto const data = persons(people(), {{1, "a"}});
  conformance::store(run, data);
  auto wider = people();
  wider.column("more", oar::Type::int64);
  Instance instance{run};
  Writer writer{instance, {.flags = OAR_WRITER_READ_ONLY}};
  auto const before = files_of(run.dir());
  auto const first = writer.migrate(0, wider, OAR_WRITE_APPEND, OAR_MIGRATE_DRY_RUN);
  auto const second = writer.migrate(0, wider, OAR_WRITE_APPEND, OAR_MIGRATE_DRY_RUN);
  expect(first == second, "a dry run that is repeated says something else");
  expect_unchanged(before, files_of(run.dir()), "a dry run");
  writer.close();
  Instance other{run};
  Writer real{other};
  auto const done = real.migrate(0, wider);
  expect(first == done, "a dry run said ", first.size(), " statements, the migration made ", done.size(), ": ",
         first.empty() ? "" : first.front(), " / ", done.empty() ? "" : done.front());
  store.expect_rows(data.table, store.looks(data), "after a dry run and a migration");
}

}  // namespace

Rules read_only_rules() {
  return {
      {"destination.read-only.missing", "A read-only writer of a missing target makes nothing", check_missing},
      {"destination.read-only.existing", "A read-only writer changes no file", check_existing},
      {"destination.dry-run", "A dry run changes nothing, and says what the migration then does", check_dry_run},
  };
}

}  // namespace conformance
