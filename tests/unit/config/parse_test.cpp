// Places and types of parsed values.

#include <boost/json/serialize.hpp>

#include <catch2/catch.hpp>

#include "host/config/parse.hpp"
#include "host/config/size.hpp"
#include "tests/unit/config/memory_environment.hpp"

using namespace oar::config;

namespace {

struct Parsed {
  std::vector<Located> documents;
  std::vector<std::string> problems;
};

Parsed parse(std::string const& file, std::string const& text) {
  MemoryEnvironment const environment;
  Substitution substitution(environment);
  std::vector<Problem> problems;
  auto const parser = file.ends_with(".json") ? parse_json : parse_yaml;
  auto documents = parser(Text(file, text), substitution, problems);
  return {std::move(documents), lines(problems)};
}

std::string place(Parsed const& parsed, std::string const& pointer) {
  return to_string(parsed.documents.at(0).spot(pointer).value);
}

}  // namespace

TEST_CASE("YAML values know their places, an empty one its key's") {
  auto const parsed = parse("f", "a: 1\nb:\n  ü: [x, \"yé\", z]\n  empty:\n  tilde: ~\nlist:\n  - \n  - q\n");
  CHECK(parsed.problems.empty());
  CHECK(place(parsed, "/a") == "f:1:4");
  CHECK(place(parsed, "/b") == "f:3:3");
  CHECK(to_string(parsed.documents[0].spot("/b").key) == "f:2:1");
  CHECK(place(parsed, "/b/ü/1") == "f:3:10");
  CHECK(place(parsed, "/b/ü/2") == "f:3:16");
  CHECK(place(parsed, "/b/empty") == "f:4:3");
  CHECK(place(parsed, "/b/tilde") == "f:5:10");
  CHECK(place(parsed, "/list/0") == "f:7:3");
  CHECK(place(parsed, "/list/1") == "f:8:5");
  CHECK(place(parsed, "/b/absent/below") == "f:3:3");
}

TEST_CASE("JSON values know their places") {
  auto const parsed =
      parse("f.json", "{\"a\": 1, \"b\\\"x\": {\"é\": [true, -2.5e3,\n null, \"s\\\\\", \"t\"]},\n\"c/d\": {} }");
  CHECK(parsed.problems.empty());
  CHECK(place(parsed, "") == "f.json:1:1");
  CHECK(place(parsed, "/a") == "f.json:1:7");
  CHECK(to_string(parsed.documents[0].spot("/a").key) == "f.json:1:2");
  CHECK(to_string(parsed.documents[0].spot("/b\"x").key) == "f.json:1:10");
  CHECK(place(parsed, "/b\"x") == "f.json:1:18");
  CHECK(place(parsed, "/b\"x/é/0") == "f.json:1:25");
  CHECK(place(parsed, "/b\"x/é/1") == "f.json:1:31");
  CHECK(place(parsed, "/b\"x/é/2") == "f.json:2:2");
  CHECK(place(parsed, "/b\"x/é/3") == "f.json:2:8");
  CHECK(place(parsed, "/b\"x/é/4") == "f.json:2:15");
  CHECK(place(parsed, "/c~1d") == "f.json:3:8");
}

TEST_CASE("plain YAML scalars are typed without losing a digit") {
  auto const parsed = parse("f", R"([1, -2, +3, 0x1F, 0o17, 1.5, 1e3, .5, true, False, null, ~, NULL,
    yes, 007, 1_000, 123456789012345678901234567890, 2026-11-22, .inf, "1", '', !!str 5, 18446744073709551615])");
  CHECK(parsed.problems.empty());
  CHECK(json::serialize(parsed.documents.at(0).value) ==
        R"([1,-2,3,31,15,1.5E0,1E3,5E-1,true,false,null,null,null,"yes","007","1_000",)"
        R"("123456789012345678901234567890","2026-11-22",".inf","1","","5",18446744073709551615])");
}

TEST_CASE("an alias repeats what its anchor stands for, with its places") {
  auto const parsed = parse("f", "a: &x {k: 1}\nb: *x\n");
  CHECK(parsed.problems.empty());
  CHECK(json::serialize(parsed.documents.at(0).value) == R"({"a":{"k":1},"b":{"k":1}})");
  CHECK(place(parsed, "/b") == "f:2:4");
  CHECK(place(parsed, "/b/k") == "f:1:11");
}

TEST_CASE("what YAML and JSON allow but a configuration does not is an error with its place") {
  struct Case {
    std::string file, text, expected;
  };
  std::vector<Case> const cases{
      {"f", "a: 1\nb: 2\na: 3\n", "f:3:1: a: found a second \"a\", expected each key once; the first is at f:1:1"},
      {"f.json", "{\"a\": 1,\n\"a\": 2}",
       "f.json:2:1: a: found a second \"a\", expected each key once; the first is at"},
      {"f", "a: &x {b: 1}\nc:\n  <<: *x\n", "f:3:3: found YAML's merge key <<"},
      {"f", "a: &x [*x]\n", "f:1:8: found an alias inside of what it stands for"},
      {"f", "a: *nothing\n", "f:1:4: not YAML: the referenced anchor is not defined"},
      {"f", "a: !thing 1\n", "f:1:4: found the tag \"!thing\""},
      {"f", "a: [*]\n", "put a value that starts with *, &, @, ` or % in quotes"},
      {"f", "a: \"b\\\"c\n", "f:1:4: found a quote without its end"},
      {"f", "a: 'b''c\n", "f:1:4: found a quote without its end"},
      {"f", "? [a]\n: 1\n", "f:1:3: found a list as a key"},
      {"f", "a: 1\n\tb: 2\n", "f:"},
      {"f", "a: {b: ${X}}\n", "write \"${...}\" in double quotes"},
      {"f.json", "{\"a\": 1} {}", "f.json:1:10: not JSON: found more after the end"},
      {"f.json", "{\"a\": [1, 2}", "f.json:1:12: not JSON: found what JSON does not allow"},
      {"f.json", "{\"a\": \"x", "f.json:1:9: not JSON: the text ends in the middle"},
  };
  for (auto const& one : cases) {
    INFO(one.text);
    auto const parsed = parse(one.file, one.text);
    CAPTURE(parsed.problems);
    CHECK(parsed.problems.size() == 1);
    CHECK(any_contains(parsed.problems, one.expected));
  }
}

TEST_CASE("a text that unfolds to millions of values, or without an end, is refused") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    auto const before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) bomb += (k == 0 ? "" : ", ") + before;
    bomb += "]\n";
  }
  CHECK(any_contains(parse("f", bomb).problems, "found more than 100000 values in one document"));
  CHECK(any_contains(parse("f", std::string(200, '[') + std::string(200, ']')).problems, "nested more than 64 deep"));
  CHECK(parse("f", std::string(100'000, '[')).problems.size() == 1);
  CHECK(any_contains(parse("f.json", std::string(100'000, '[')).problems, "nested more than 64 deep"));
}

TEST_CASE("sizes are read in all their units") {
  struct Case {
    std::string text;
    std::uint64_t bytes;
  };
  for (auto const& one : std::vector<Case>{{"0", 0},
                                           {"1048576", 1048576},
                                           {"64KB", 64000},
                                           {"64 KiB", 65536},
                                           {"512MiB", 536870912},
                                           {"2gb", 2000000000},
                                           {"1GiB", 1073741824},
                                           {"7B", 7}}) {
    INFO(one.text);
    auto const size = parse_size(one.text);
    REQUIRE(size);
    CHECK(*size == one.bytes);
  }
  for (std::string const text :
       {"", "MiB", "-1", "1.5GiB", "1 TB", "1MiBx", "99999999999999999999", "18446744073709551615KiB"}) {
    INFO(text);
    CHECK_FALSE(parse_size(text));
  }
}
