// Whole configurations: what they mean, and what is said about wrong ones.

#include <boost/json/serialize.hpp>

#include <catch2/catch.hpp>

#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

std::string const good_yaml = R"(kind: source
spec:
  name: machine
  path: linux
  tables: ["linux_*"]
  skip_tables: [linux_processes]
  skip_dependent_tables: false
  destinations: [db]
  table_options:
    - tables: "*_events"
      read_mode: incremental
      write_mode: append
  spec:
    root: /
    depth: 3
---
kind: destination
spec:
  name: db
  path: sqlite
  write_mode: overwrite
  migrate_mode: forced
  provenance: minimal
  column_prefix: _cq_
  max_delete_percent: 10
  delete_mode: mark
  max_rejects: 5
  spec:
    connection_string: out.db
)";

std::string const good_json = R"([{"kind": "source", "spec": {"name": "machine", "path": "linux",
  "tables": ["linux_*"], "skip_tables": ["linux_processes"], "skip_dependent_tables": false,
  "destinations": ["db"], "table_options": [{"tables": "*_events", "read_mode": "incremental", "write_mode": "append"}],
  "spec": {"root": "/", "depth": 3}}},
 {"kind": "destination", "spec": {"name": "db", "path": "sqlite", "write_mode": "overwrite", "migrate_mode": "forced",
  "provenance": "minimal", "column_prefix": "_cq_", "max_delete_percent": 10, "delete_mode": "mark", "max_rejects": 5,
  "spec": {"connection_string": "out.db"}}}])";

void check_good(Loaded const& loaded) {
  CHECK(lines(loaded.problems) == std::vector<std::string>{});
  REQUIRE(loaded.config.sources.size() == 1);
  REQUIRE(loaded.config.destinations.size() == 1);
  auto const& source = loaded.config.sources[0];
  CHECK(source.name == "machine");
  CHECK(source.path == "linux");
  CHECK(source.tables == std::vector<std::string>{"linux_*"});
  CHECK(source.skip_tables == std::vector<std::string>{"linux_processes"});
  CHECK_FALSE(source.skip_dependent_tables);
  CHECK(source.destinations == std::vector<std::string>{"db"});
  REQUIRE(source.table_options.size() == 1);
  CHECK(source.table_options[0].tables == "*_events");
  CHECK(source.table_options[0].read_mode == ReadMode::incremental);
  CHECK(source.table_options[0].write_mode == WriteMode::append);
  CHECK_FALSE(source.table_options[0].cursor);
  CHECK(json::serialize(source.spec.value) == R"({"root":"/","depth":3})");
  auto const& destination = *loaded.config.destination("db");
  CHECK(destination.write_mode == WriteMode::overwrite);
  CHECK(destination.migrate_mode == MigrateMode::forced);
  CHECK(destination.provenance == Provenance::minimal);
  CHECK(destination.column_prefix == "_cq_");
  CHECK(destination.max_delete_percent == 10);
  CHECK(destination.delete_mode == DeleteMode::mark);
  CHECK(destination.max_rejects == 5);
}

// Adds to a right source and destination what a case is about.
std::string with(std::string const& source, std::string const& destination) {
  return "kind: source\nspec:\n  name: s\n  tables: ['*']\n  destinations: [d]\n" + source +
         "---\nkind: destination\nspec:\n  name: d\n" + destination;
}

}  // namespace

TEST_CASE("YAML and JSON give the same model") {
  check_good(load_text("c.yaml", good_yaml));
  check_good(load_text("c.json", good_json));
}

TEST_CASE("what a config leaves out has the documented defaults") {
  auto const loaded = load_text("c.yaml", with("", ""));
  CHECK(lines(loaded.problems) == std::vector<std::string>{});
  auto const& source = loaded.config.sources.at(0);
  CHECK(source.path == "s");
  CHECK(source.skip_dependent_tables);
  CHECK(json::serialize(source.spec.value) == "{}");
  auto const& destination = loaded.config.destinations.at(0);
  CHECK(destination.write_mode == WriteMode::overwrite_delete_stale);
  CHECK(destination.migrate_mode == MigrateMode::safe);
  CHECK(destination.provenance == Provenance::full);
  CHECK(destination.column_prefix == "_oar_");
  CHECK(destination.max_delete_percent == 50);
  CHECK(destination.max_rejects == 0);
}

TEST_CASE("five mistakes in one file are five errors, each with its place and a remedy") {
  auto const loaded = load_text("c.yaml", R"(kind: source
spec:
  name: machine
  tables: linux_users
  skip_dependent_tables: yes
  destinations: [bd]
---
kind: destination
spec:
  name: db
  write_mode: overwite
  migrate_mod: safe
)");
  CHECK(
      lines(loaded.problems) ==
      std::vector<std::string>{
          "c.yaml:4:11: spec/tables: found the text \"linux_users\", expected a list of texts; write tables: [\"*\"] "
          "for "
          "all of them",
          "c.yaml:5:26: spec/skip_dependent_tables: found the text \"yes\", expected true or false",
          "c.yaml:6:18: spec/destinations/0: found \"bd\", expected the name of a destination: db; did you "
          "mean "
          "\"db\"?",
          "c.yaml:11:15: spec/write_mode: found the text \"overwite\", expected append, overwrite or "
          "overwrite-delete-stale; did you mean \"overwrite\"?",
          "c.yaml:12:3: spec/migrate_mod: found an unknown field, accepted are name, path, version, registry, "
          "write_mode, migrate_mode, provenance, column_prefix, max_delete_percent, delete_mode, max_rejects or spec; "
          "did you mean \"migrate_mode\"?"});
}

TEST_CASE("what a config must not say has an error with its place") {
  struct Case {
    std::string source, destination, expected;
  };
  std::vector<Case> const cases{
      {"  registry: grpc\n", "", "c.yaml:6:13: spec/registry: found \"grpc\", expected local; remove it: plugins are"},
      {"", "  registry: docker\n", "c.yaml:10:13: spec/registry: found \"docker\", expected local; remove it"},
      {"  version: 1.10\n", "", "c.yaml:6:12: spec/version: found the number 1.1, expected a text; put it in quotes"},
      {"  spec: []\n", "", "c.yaml:6:9: spec/spec: found an empty list, expected a mapping"},
      {"  backend_options: {}\n", "",
       "c.yaml:6:3: spec/backend_options: found a field that is not accepted; remove it"},
      {"  table_options: [{read_mode: full}]\n", "", "c.yaml:6:19: spec/table_options/0/tables: found nothing"},
      {"  table_options:\n    - {tables: '*', colums: [a]}\n", "",
       "c.yaml:7:21: spec/table_options/0/colums: found an"},
      {"  skip_tables: [1]\n", "", "c.yaml:6:17: spec/skip_tables/0: found the number 1, expected a text"},
      {"", "  max_delete_percent: 150\n",
       "c.yaml:10:23: spec/max_delete_percent: found the number 150, expected a whole"},
      {"", "  max_rejects: -1\n", "c.yaml:10:16: spec/max_rejects: found the number -1, expected a whole number"},
      {"", "  provenance: none\n", "c.yaml:10:15: spec/provenance: found none together with write_mode"},
      {"", "  column_prefix: 'a b'\n", "c.yaml:10:18: spec/column_prefix: found \"a b\", expected letters"},
      {"", "  connection_string: x\n", "settings of the plugin itself go one level deeper"},
      {"", "---\nkind: destination\nspec: {name: d}\n", "c.yaml:12:14: spec/name: found a second destination"},
      {"", "---\nkind: transformer\nspec: {name: t}\n", "c.yaml:11:7: kind: found the text \"transformer\""},
      {"", "---\nkind: destination\nspec: {name: a b}\n", "c.yaml:12:14: spec/name: found \"a b\", expected up to 100"},
      {"", "---\nkind: destination\nspec: {name: x}\n", "c.yaml:12:14: spec/name: found a destination that no source"},
      {"", "---\nspec: {name: x}\n", "c.yaml:11:1: kind: found nothing, expected source or destination"},
      {"", "---\n- 1\n", "c.yaml:11:1: found a list, expected a mapping with kind and spec"},
  };
  for (auto const& one : cases) {
    INFO(one.source << one.destination);
    auto const loaded = load_text("c.yaml", with(one.source, one.destination));
    CAPTURE(lines(loaded.problems));
    CHECK(loaded.problems.size() == 1);
    CHECK(any_contains(lines(loaded.problems), one.expected));
  }
}

TEST_CASE("a config without a source or a destination says so") {
  CHECK(lines(load_text("c.yaml", "kind: destination\nspec: {name: d}\n").problems) ==
        std::vector<std::string>{"c.yaml: found no source, expected at least one document with kind: source"});
  auto const loaded = load_text("c.yaml", "kind: source\nspec: {name: s, tables: [], destinations: []}\n");
  CHECK(loaded.problems.size() == 3);
  CHECK(any_contains(lines(loaded.problems), "c.yaml:2:25: spec/tables: found an empty list"));
  CHECK(any_contains(lines(loaded.problems), "c.yaml: found no destination"));
}

TEST_CASE("a spec that is no mapping is one error") {
  CHECK(lines(load_text("c.yaml", "kind: source\nspec: [1]\n").problems) ==
        std::vector<std::string>{"c.yaml:2:7: spec: found a list, expected a mapping"});
}

TEST_CASE("a folder is read in the order of names, without other files") {
  MemoryEnvironment environment;
  environment.files = {{"conf/b.json", R"({"kind": "destination", "spec": {"name": "d"}})"},
                       {"conf/a.yml", "kind: source\nspec: {name: s, tables: ['*'], destinations: [d]}\n"},
                       {"conf/README.md", "kind: nonsense"}};
  auto const loaded = load({"conf", "conf/b.json"}, environment);
  CHECK(lines(loaded.problems) == std::vector<std::string>{});
  CHECK(loaded.files == std::vector<std::filesystem::path>{"conf/a.yml", "conf/b.json"});
  environment.files = {{"conf/README.md", ""}};
  CHECK(any_contains(lines(load({"conf"}, environment).problems), "conf: found no configuration in this folder"));
}

TEST_CASE("files that cannot be configurations have clear errors") {
  CHECK(any_contains(lines(load({"absent.yaml"}, MemoryEnvironment{}).problems),
                     "absent.yaml: cannot read the file: No such file"));
  CHECK(any_contains(lines(load({}, MemoryEnvironment{}).problems), "found no configuration file"));
  CHECK(any_contains(lines(load_text("c.yaml", "# nothing\n").problems), "c.yaml: found an empty file"));
  CHECK(any_contains(lines(load_text("c.json", "").problems), "c.json:1:1: not JSON: the text ends in the middle"));
  CHECK(
      any_contains(lines(load_text("c.yaml", "a: b\nc: \"\xFF\"\n").problems), "c.yaml:2:5: found a byte that is not"));
  CHECK(any_contains(lines(load_text("c.yaml", "a: [1\nb: 2\n").problems), "c.yaml:"));
  CHECK(any_contains(lines(load_text("c.json", "{\"a\": 1,\n }").problems), "c.json:2:2: not JSON"));
}

TEST_CASE("a byte order mark and CRLF change nothing") {
  auto text = with("", "");
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
  auto const loaded = load_text("c.yaml", "\xEF\xBB\xBF" + text);
  CHECK(lines(loaded.problems) == std::vector<std::string>{});
  CHECK(loaded.config.destinations.at(0).name == "d");
}
