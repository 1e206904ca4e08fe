// What a secret may look like in a text, and that none of it gets through.
#include <catch2/catch.hpp>

#include "host/report/redact.hpp"

using oar::report::Redactor;

TEST_CASE("a secret is replaced wherever it stands, and however often") {
  Redactor redactor;
  redactor.add("hunter2");
  CHECK(redactor.clean("hunter2 is not hunter2hunter2.") == "*** is not ******.");
}

TEST_CASE("a secret is found in its JSON and URL forms") {
  Redactor redactor;
  redactor.add("pa\"ss\\wo/rd");
  CHECK(redactor.clean(R"({"password":"pa\"ss\\wo/rd"})") == R"({"password":"***"})");
  CHECK(redactor.clean("postgres://u:pa%22ss%5Cwo%2Frd@host") == "postgres://u:***@host");
}

TEST_CASE("the password inside a connection string is a secret by itself") {
  Redactor redactor;
  redactor.add("postgres://admin:s3cr%40t@db.example.com:5432/prod");
  redactor.add("host=db user=admin password='quoted one' dbname=prod");
  redactor.add("Server=db;Pwd=semi-colons;Database=prod");
  CHECK(redactor.clean("auth failed with s3cr%40t, that is s3cr@t") == "auth failed with ***, that is ***");
  CHECK(redactor.clean("quoted one, semi-colons") == "***, ***");
  CHECK(redactor.clean("db.example.com:5432 refused admin") == "db.example.com:5432 refused admin");
}

TEST_CASE("each line of a key file is a secret") {
  Redactor redactor;
  redactor.add("-----BEGIN KEY-----\nMIIEvQIBADAN\nBgkqhkiG9w0B\n-----END KEY-----\n");
  CHECK(redactor.clean("line 2: BgkqhkiG9w0B") == "line 2: ***");
  CHECK(redactor.clean("-----BEGIN KEY-----") == "-----BEGIN KEY-----");
}

TEST_CASE("of two secrets the longer one goes first, so that no rest of it stays") {
  Redactor redactor;
  redactor.add("abcd");
  redactor.add("abcdefgh");
  CHECK(redactor.clean("abcdefgh") == "***");
}

TEST_CASE("three characters are no secret: they would tear words apart") {
  Redactor redactor;
  redactor.add("abc");
  redactor.add("");
  CHECK(redactor.clean("abc alphabet") == "abc alphabet");
}

TEST_CASE("a line break at the end of a secret's file is no part of it") {
  Redactor redactor;
  redactor.add("token-1\n");
  CHECK(redactor.clean("token-1!") == "***!");
}
