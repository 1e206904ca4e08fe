// The envelope around a saved cursor.

#include "host/sync/envelope.hpp"

#include <catch2/catch.hpp>

using namespace oar;
using namespace oar::sync;

TEST_CASE("an envelope gives back what went into it, whatever bytes the cursor has") {
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  for (std::size_t length : {0U, 1U, 2U, 3U, 255U, 256U}) {
    Envelope const envelope{.sync_id = "s",
                            .sync_time_us = 1'700'000'000'000'000,
                            .phase = Phase::done,
                            .read = Read::full,
                            .scope = "host=\"a\"\n",
                            .tables = {"t", "u"},
                            .cursor = every_byte.substr(0, length)};
    Result<Envelope> const again = decode(encode(envelope));
    REQUIRE(again);
    CHECK(*again == envelope);
  }
}

TEST_CASE("the stored form of version 1 is pinned, for it is in users' databases") {
  Envelope const envelope{.sync_id = "id", .sync_time_us = 7, .scope = "all", .tables = {"t"}, .cursor = "hello"};
  CHECK(encode(envelope) ==
        R"({"v":1,"sync":"id","time":7,"phase":"reading","read":"incremental","scope":"all","tables":["t"],)"
        R"("cursor":"aGVsbG8="})");
}

TEST_CASE("a damaged envelope is an error that names route, split and way out") {
  auto const bytes =
      GENERATE(as<std::string>{}, "", "nonsense", "[]", R"({"v":1})",
               R"({"v":1,"sync":"a","time":1,"phase":"x","read":"full","scope":"","tables":[],"cursor":""})",
               R"({"v":1,"sync":"a","time":1,"phase":"done","read":"full","scope":"","tables":[],"cursor":"="})",
               R"({"v":1,"sync":"a","time":1,"phase":"done","read":"full","scope":"","tables":[1],"cursor":""})");
  Result<OpenCursor> const opened =
      open_cursor({.source = "src", .destination = "dst"}, {.split_id = "s1", .epoch = 1, .envelope = bytes});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message().find("split 's1' of src -> dst") != std::string::npos);
  CHECK(opened.error().message().find("state reset") != std::string::npos);
}

TEST_CASE("an envelope of a later format is refused as such") {
  Result<Envelope> const opened = decode(R"({"v":2,"new":true})");
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code() == Errc::unsupported);
}
