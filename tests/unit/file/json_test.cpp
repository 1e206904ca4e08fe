// Members of JSON objects, and what is none.
#include "plugins/file/formats/json_scan.hpp"

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <random>

using namespace oar::file;

namespace {

// "name kind raw" of each member; or "at N: expected ...".
std::vector<std::string> members_of(std::string const& text) {
  static constexpr char const* kinds[] = {"null", "boolean", "number", "string", "nested"};
  std::vector<JsonMember> members;
  if (auto const fault = split_object(text, members))
    return {"at " + std::to_string(fault->at) + ": expected " + fault->expected};
  std::vector<std::string> out;
  for (auto const& member : members)
    out.push_back(std::string{member.name} + " " + kinds[static_cast<int>(member.kind)] + " " +
                  std::string{member.raw});
  return out;
}

using Members = std::vector<std::string>;

}  // namespace

TEST_CASE("members keep the text of their values") {
  CHECK(members_of("{}") == Members{});
  CHECK(members_of(" { \"a\" : 1 , \"b\":\"x\\\"y\" } \r") == Members{"a number 1", "b string x\\\"y"});
  CHECK(members_of(R"({"a":null,"b":true,"c":false,"d":-1.50e+3})") ==
        Members{"a null null", "b boolean true", "c boolean false", "d number -1.50e+3"});
  CHECK(members_of(R"({"a":{ "x": [1, {"y":"}]"}] },"b":[ ]})") ==
        Members{R"(a nested { "x": [1, {"y":"}]"}] })", "b nested [ ]"});
}

TEST_CASE("what is no object is told with its place") {
  struct Case {
    std::string text;
    std::string why;
  };
  for (auto const& [text, why] : std::vector<Case>{
           {"[1]", "at 0: expected an object"},
           {"{\"a\":1", "at 6: expected a comma or the end of the object"},
           {"{\"a\":1}x", "at 7: expected nothing behind the object"},
           {"{\"a\" 1}", "at 5: expected a colon"},
           {"{a:1}", "at 1: expected a text in quotes"},
           {"{\"a\":01}", "at 6: expected a comma or the end of the object"},
           {"{\"a\":1.}", "at 7: expected a digit"},
           {"{\"a\":-}", "at 5: expected a value"},
           {"{\"a\":nul}", "at 5: expected a value"},
           {"{\"a\":[1,]}", "at 8: expected a value"},
           {"{\"a\":{\"b\"}}", "at 9: expected a colon"},
           {"{\"a\":\"x}", "at 8: expected a closing quote"},
           {"{\"a\":\"\\x\"}", "at 7: expected an escape"},
           {"{\"a\":\"\\u12g4\"}", "at 10: expected four hex digits"},
           {"{\"a\":\"\t\"}", "at 6: expected no control character in a text"},
           {"", "at 0: expected an object"},
       }) {
    INFO(text);
    CHECK(members_of(text) == Members{why});
  }
  CHECK(members_of("{\"a\":" + std::string(500, '[') + std::string(500, ']') + "}").size() == 1);
  CHECK_THAT(members_of("{\"a\":" + std::string(100'000, '[')).front(), Catch::Contains("less nesting"));
}

TEST_CASE("escapes become the characters that they stand for") {
  CHECK(unescape_json(R"(a\"\\\/\b\f\n\r\tz)") == "a\"\\/\b\f\n\r\tz");
  CHECK(unescape_json(R"(\u0041\u00e4\u20AC\ud83d\ude00)") == "A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
  for (auto const* half : {R"(\ud83d)", R"(\ude00)", R"(\ud83dx)", R"(\ud83d\u0041)"}) CHECK_FALSE(unescape_json(half));
}

TEST_CASE("what the scanner takes for JSON is JSON to Boost.JSON, and the reverse") {
  std::mt19937 random{4};
  std::string const start = R"({"a":[1,-2.5e3,{"b":"c\n\u0041"},true,null],"d":{"e":""}})";
  for (int i = 0; i < 20'000; ++i) {
    auto text = start;
    for (auto changes = random() % 3; changes > 0; --changes)
      text[random() % text.size()] = "{}[]:,\"\\0123eE+-.tfnu ab\x01"[random() % 26];
    boost::system::error_code failed;
    auto const value = boost::json::parse(text, failed);
    std::vector<JsonMember> members;
    INFO(text);
    REQUIRE(!split_object(text, members) == (!failed && value.is_object()));
  }
}
