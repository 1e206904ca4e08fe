// Which tables a source's patterns select.

#include <catch2/catch.hpp>

#include "host/config/tables.hpp"
#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

// users <- keys <- signatures; processes <- sockets; events
std::vector<OfferedTable> const offered{{"users", ""},     {"keys", "users"},        {"signatures", "keys"},
                                        {"processes", ""}, {"sockets", "processes"}, {"events", ""}};

Source source(std::vector<std::string> tables, std::vector<std::string> skip = {}, bool skip_dependent = true) {
  Source made;
  made.tables = std::move(tables);
  made.skip_tables = std::move(skip);
  made.skip_dependent_tables = skip_dependent;
  return made;
}

std::string names(Source const& from) {
  auto const selection = select_tables(from, offered);
  if (!selection) return "error: " + selection.error().message();
  std::string text;
  for (auto const& table : selection->tables) {
    if (!text.empty()) text += ' ';
    text += table.name;
    if (table.chosen == Chosen::as_ancestor) text += '^';
    if (table.chosen == Chosen::as_descendant) text += '_';
  }
  return text;
}

}  // namespace

TEST_CASE("tables are selected by CloudQuery's rules") {
  CHECK(names(source({"*"})) == "users keys signatures processes sockets events");
  CHECK(names(source({"users"})) == "users");
  CHECK(names(source({"users"}, {}, false)) == "users keys_ signatures_");
  CHECK(names(source({"signatures"})) == "users^ keys^ signatures");
  CHECK(names(source({"keys"}, {}, false)) == "users^ keys signatures_");
  CHECK(names(source({"*"}, {"users"})) == "processes sockets events");
  CHECK(names(source({"*", "signatures"}, {"keys"})) == "users processes sockets events");
  CHECK(names(source({"users"}, {"keys"}, false)) == "users");
  CHECK(names(source({"*s"}, {"s*"})) == "users keys processes events");
}

TEST_CASE("every pattern must match a table, and the error names its place and the nearest") {
  auto const loaded = load_text("c.yaml",
                                "kind: source\nspec:\n  name: s\n  destinations: [d]\n  tables: [user, '*']\n"
                                "  skip_tables: [x_*]\n  table_options: [{tables: event}]\n"
                                "---\nkind: destination\nspec: {name: d}\n");
  REQUIRE(loaded.ok());
  auto const selection = select_tables(loaded.config.sources.at(0), offered);
  REQUIRE_FALSE(selection);
  CHECK(selection.error().message() ==
        "c.yaml:5:12: spec/tables/0: found \"user\", which matches no table, expected the name of a table, or one with "
        "*: "
        "users, keys, signatures, processes, sockets or events; did you mean \"users\"?\n"
        "c.yaml:6:17: spec/skip_tables/0: found \"x_*\", which matches no table, expected the name of a table, or one "
        "with "
        "*: users, keys, signatures, processes, sockets or events\n"
        "c.yaml:7:28: spec/table_options/0/tables: found \"event\", which matches no table, expected the name of a "
        "table, or "
        "one with *: users, keys, signatures, processes, sockets or events; did you mean \"events\"?");
}

TEST_CASE("to skip every table is an error") { CHECK(names(source({"users"}, {"*"})).starts_with("error: ")); }

TEST_CASE("parents in a circle, or that are not offered, end no selection badly") {
  auto const selection = select_tables(source({"a", "c"}), {{"a", "b"}, {"b", "a"}, {"c", "absent"}});
  REQUIRE(selection);
  CHECK(selection->tables.size() == 3);
}

TEST_CASE("options for a table are merged, and the later one wins") {
  Source from;
  from.table_options.resize(3);
  from.table_options[0] = {.tables = "*", .read_mode = ReadMode::full, .where = "a"};
  from.table_options[1] = {
      .tables = "ev*", .read_mode = ReadMode::incremental, .primary_key = std::vector<std::string>{}};
  from.table_options[2] = {.tables = "users", .where = "b"};
  auto const option = table_option(from, "events");
  CHECK(option.tables == "events");
  CHECK(option.read_mode == ReadMode::incremental);
  CHECK(option.where == "a");
  CHECK(option.primary_key == std::vector<std::string>{});
  CHECK_FALSE(option.columns);
}
