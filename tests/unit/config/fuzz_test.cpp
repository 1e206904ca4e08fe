// Random changes to a configuration never end the process, and never load without a word what is no configuration.

#include <random>

#include <catch2/catch.hpp>

#include "host/config/spec.hpp"
#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

std::string const seed_yaml = R"(kind: source
spec: &shared
  name: machine
  tables: ["linux_*", 'x']
  destinations: [db]
  table_options: [{tables: "*", columns: [a, b]}]
  spec: {root: "${ROOT:-/}", since: "${time:3 days ago}", deep: [[1, {a: ~}]]}
---
kind: destination
spec:
  name: db
  spec:
    text: |
      a
      b
    number: 1.5e3
)";

std::string const seed_json =
    R"([{"kind": "source", "spec": {"name": "s", "tables": ["*"], "destinations": ["d"], "spec": {"a": [1, -2.5, "\u00fc"]}}},
 {"kind": "destination", "spec": {"name": "d", "max_rejects": 5, "spec": {"x": null, "y": {"z": true}}}}])";

std::string const seed_schema =
    R"({"type": "object", "properties": {"a": {"oneOf": [{"type": "array"}, {"type": "string"}]},
  "root": {"type": "string", "pattern": "^/"}, "deep": {"$ref": "#/definitions/d"}},
  "required": ["root"], "additionalProperties": false, "definitions": {"d": {"type": "array", "items": {"$ref": "#/definitions/d"}}}})";

std::string mutate(std::string text, std::mt19937& random) {
  static std::vector<std::string> const pieces{
      "{", "}", "[",  "]", ":", ": ", "- ",    "\n",   "  ", "\t", "\"", "'", "&a ", "*a",    "<<: ", "${",  "$${",
      "}", "~", "!!", "|", ">", "#",  "---\n", "\xC3", "\0", ",",  "?",  "%", "0x",  "1e999", "null", "\\u", "\r"};
  auto const below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  for (auto changes = 1 + below(6); changes > 0 && !text.empty(); --changes) {
    auto const at = below(text.size());
    switch (below(3)) {
      case 0:
        text.erase(at, 1 + below(5));
        break;
      case 1:
        text.insert(at, pieces[below(pieces.size())]);
        break;
      default:
        text.insert(at, text.substr(below(text.size()), below(20)));
    }
  }
  return text;
}

void try_all(std::string const& file, std::string const& text) {
  auto const loaded = load_text(file, text);
  INFO(text);
  if (loaded.ok()) CHECK_FALSE(loaded.config.sources.empty());
  for (auto const& problem : loaded.problems) CHECK_FALSE(problem.message.empty());
  for (auto const& source : loaded.config.sources) {
    auto const problems = check_spec("plugin", seed_schema, source.spec);
    for (auto const& problem : problems) CHECK_FALSE(problem.place.file.empty());
  }
}

}  // namespace

TEST_CASE("a damaged configuration is loaded or refused, and nothing worse") {
  std::mt19937 random(20261122);
  for (int round = 0; round < 1500; ++round) {
    try_all("c.yaml", mutate(seed_yaml, random));
    try_all("c.json", mutate(seed_json, random));
  }
}

TEST_CASE("a damaged schema is used or refused, and nothing worse") {
  std::mt19937 random(20261122);
  auto const loaded = load_text("c.yaml", seed_yaml);
  REQUIRE(loaded.ok());
  for (int round = 0; round < 1500; ++round) {
    auto const damaged = mutate(seed_schema, random);
    INFO(damaged);
    CHECK_NOTHROW(check_spec("plugin", damaged, loaded.config.sources.at(0).spec));
    CHECK_NOTHROW(secret_values(damaged, loaded.config.sources.at(0).spec.value));
  }
}
