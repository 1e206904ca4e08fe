// ${...} in scalars.

#include <boost/json/serialize.hpp>

#include <catch2/catch.hpp>

#include "host/config/substitute.hpp"
#include "host/config/time_words.hpp"
#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

MemoryEnvironment environment() {
  MemoryEnvironment world;
  world.variables = {
      {"PORT", "5432"}, {"TOKEN", "s3cret-token"}, {"EMPTY", ""}, {"NESTED", "${PORT}"}, {"BAD", "\xFF"}};
  world.files = {{"key.pem", "-----BEGIN\nabc\n-----END\n"}, {"crlf", "x\r\n"}};
  return world;
}

}  // namespace

TEST_CASE("a plain scalar that is wholly one substitution is typed anew, others are text") {
  struct Case {
    std::string text;
    std::string plain;
    std::string quoted;
  };
  std::vector<Case> const cases{
      {"${PORT}", "5432", "\"5432\""},
      {"1${PORT}", "\"15432\"", "\"15432\""},
      {"${PORT}${PORT}", "\"54325432\"", "\"54325432\""},
      {"${ABSENT:-true}", "true", "\"true\""},
      {"${EMPTY:-x}", "\"x\"", "\"x\""},
      {"${EMPTY}", "null", "\"\""},
      {"${ABSENT:-}", "null", "\"\""},
      {"$${PORT}", "\"${PORT}\"", "\"${PORT}\""},
      {"a$b $", "\"a$b $\"", "\"a$b $\""},
      {"${NESTED}", "\"${PORT}\"", "\"${PORT}\""},
      {"${file:key.pem}", R"("-----BEGIN\nabc\n-----END")", R"("-----BEGIN\nabc\n-----END")"},
      {"${file:crlf}", "\"x\"", "\"x\""},
      {"${time:3 days ago}", "\"2026-03-28T12:30:45Z\"", "\"2026-03-28T12:30:45Z\""},
  };
  auto const world = environment();
  for (auto const& one : cases) {
    INFO(one.text);
    Substitution substitution(world);
    CHECK(json::serialize(substitution.scalar(one.text, Style::plain).value) == one.plain);
    CHECK(json::serialize(substitution.scalar(one.text, Style::quoted).value) == one.quoted);
  }
}

TEST_CASE("a substitution that cannot be made says why and what to write") {
  struct Case {
    std::string text, expected;
  };
  std::vector<Case> const cases{
      {"${ABSENT}", "the environment variable ABSENT is not set; set it, or give a default: ${ABSENT:-default}"},
      {"${file:absent}", "cannot read the file of ${file:absent}: No such file or directory"},
      {"${time:soon}", "\"soon\" is no moment; accepted are now, today, yesterday"},
      {"${foo bar}", "is no substitution; write ${NAME}"},
      {"${}", "is no substitution; write ${NAME}"},
      {"x ${PORT", "a \"${\" has no \"}\""},
      {"${A:-${B}}", "holds another \"${\""},
      {"${BAD}", "${BAD} is not UTF-8 text"},
  };
  auto const world = environment();
  for (auto const& one : cases) {
    Substitution substitution(world);
    auto const failure = substitution.scalar(one.text, Style::plain).failure;
    INFO(one.text << " -> " << failure);
    CHECK(failure.find(one.expected) != std::string::npos);
  }
}

TEST_CASE("moments follow the calendar") {
  auto const now = MemoryEnvironment{}.clock;
  struct Case {
    std::string words, expected;
  };
  for (auto const& one : std::vector<Case>{{"now", "2026-03-31T12:30:45Z"},
                                           {"today", "2026-03-31T00:00:00Z"},
                                           {"yesterday", "2026-03-30T00:00:00Z"},
                                           {"90 seconds ago", "2026-03-31T12:29:15Z"},
                                           {"1 month ago", "2026-02-28T12:30:45Z"},
                                           {" 2  weeks from now ", "2026-04-14T12:30:45Z"},
                                           {"2 years ago", "2024-03-31T12:30:45Z"}}) {
    INFO(one.words);
    auto const found = moment(one.words, now);
    REQUIRE(found);
    CHECK(*found == one.expected);
  }
  for (std::string const words :
       {"", "3 days", "days ago", "-3 days ago", "3 moons ago", "999999999 weeks ago", "9999 years from now"}) {
    INFO(words);
    CHECK_FALSE(moment(words, now));
  }
}

TEST_CASE("what came out of a variable or a file is remembered, and never stands in an error") {
  auto world = environment();
  auto const loaded =
      load_text("c.yaml",
                "kind: source\nspec:\n  name: ${TOKEN}!\n  tables: ${TOKEN}\n  skip_dependent_tables: ${TOKEN}\n"
                "  destinations: ['${TOKEN}']\n  registry: ${TOKEN}\n  version: ${PORT}\n"
                "---\nkind: destination\nspec: {name: d, write_mode: \"${TOKEN}\"}\n",
                world);
  CAPTURE(lines(loaded.problems));
  CHECK(loaded.problems.size() >= 6);
  CHECK_FALSE(any_contains(lines(loaded.problems), "s3cret"));
  CHECK_FALSE(any_contains(lines(loaded.problems), "5432"));
  CHECK(
      any_contains(lines(loaded.problems), "c.yaml:5:26: spec/skip_dependent_tables: found a text, expected true or"));
  CHECK(loaded.secrets == std::vector<std::string>{"s3cret-token", "5432"});
}

TEST_CASE("a substitution that fails is the only error about its value") {
  auto const loaded = load_text("c.yaml",
                                "kind: source\nspec:\n  name: s\n  tables: ['*']\n  skip_dependent_tables: ${ABSENT}\n"
                                "  destinations: [d]\n---\nkind: destination\nspec: {name: d}\n");
  CHECK(lines(loaded.problems) ==
        std::vector<std::string>{
            "c.yaml:5:26: spec/skip_dependent_tables: the environment variable ABSENT is not set; set "
            "it, or give a default: ${ABSENT:-default}"});
}
