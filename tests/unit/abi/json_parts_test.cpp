// What stands in JSON as a string or as base64 comes back as it was, or not at all.

#include <oar/json_parts.hpp>

#include <catch2/catch.hpp>

using oar::base64_bytes;
using oar::json_string;

TEST_CASE("a JSON string gives its text, whichever way its characters are escaped") {
  CHECK(json_string(R"("")") == "");
  CHECK(json_string(R"("plain, with [brackets] and {braces}")") == "plain, with [brackets] and {braces}");
  CHECK(json_string("\"h\xC3\xA9\"") == "h\xC3\xA9");
  CHECK(json_string(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(json_string(R"("\u0041\u00e9\u20AC")") == "A\xC3\xA9\xE2\x82\xAC");
  CHECK(json_string(R"("\ud83d\udea3")") == "\xF0\x9F\x9A\xA3");  // a pair of surrogates is one character
  CHECK(json_string(R"("a\u0000b")") == std::string("a\0b", 3));
}

TEST_CASE("what is no JSON string, or would be no UTF-8, is refused") {
  for (auto const* quoted :
       {"", "\"", "x", "12", "null", "\"open", "open\"", "\"a\"b\"", "\"a\" ", " \"a\"", "\"a\",\"b\"", "\"a\\\""})
    CHECK_FALSE(json_string(quoted));
  for (auto const* quoted : {R"("\x")", R"("\u12")", R"("\u12g4")", "\"line\nbreak\""})
    CHECK_FALSE(json_string(quoted));
  for (auto const* half : {R"("\ud83d")", R"("\ud83dx")", R"("\udea3")", R"("\ud83d\u0041")", R"("\ud83d\ud83d")"})
    CHECK_FALSE(json_string(half));
  CHECK_FALSE(json_string("\"\xFF\""));
}

TEST_CASE("base64 gives the bytes that were encoded") {
  CHECK(base64_bytes("") == "");
  CHECK(base64_bytes("aGk=") == "hi");
  CHECK(base64_bytes("aA==") == "h");
  CHECK(base64_bytes("aGkh") == "hi!");
  CHECK(base64_bytes("+/+/AAD/") == std::string("\xfb\xff\xbf\x00\x00\xff", 6));
}

TEST_CASE("base64 that no encoder gives is refused") {
  for (auto const* text :
       {"aGk", "aA=", "aA", "a===", "====", "==", "aGk==", "aA==aGk=", "=aGk", "a=k=", "aG k", "aGk\n", "aG-_"})
    CHECK_FALSE(base64_bytes(text));
  CHECK_FALSE(base64_bytes("aGl="));  // bits that are left over are zero
  CHECK_FALSE(base64_bytes("aB=="));
}
