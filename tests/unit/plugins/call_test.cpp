#include "host/plugins/call.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <stdexcept>

#include "oar/utf8.hpp"

namespace plugins = oar::plugins;
using oar::Errc;

TEST_CASE("an error crosses the border with its code, its retry advice and the vendor's code") {
  auto const result = plugins::call("next", [](oar_error* error) -> oar_status {
    error->flags = OAR_ERR_RETRYABLE;
    error->retry_after_ms = 1500;
    std::strcpy(error->vendor_code, "57P01");
    std::strcpy(error->message, "the server is going down");
    return OAR_E_IO;
  });
  REQUIRE(!result);
  CHECK(result.error().code() == Errc::io);
  CHECK(result.error().retryable());
  CHECK(result.error().retry_after_ms() == 1500);
  CHECK(result.error().vendor_code() == "57P01");
  CHECK(result.error().message() == "the server is going down");
}

TEST_CASE("an error without a NUL or with broken UTF-8 is mended, not trusted") {
  auto const result = plugins::call("next", [](oar_error* error) -> oar_status {
    std::memset(error->message, 'x', sizeof error->message);
    std::memset(error->vendor_code, '\xFE', sizeof error->vendor_code);
    return OAR_E_DATA;
  });
  REQUIRE(!result);
  CHECK(result.error().message() == std::string(1024, 'x'));
  CHECK(oar::is_utf8(result.error().vendor_code()));
}

TEST_CASE("an error that nobody filled in, or of an unknown status, still says something") {
  auto const silent = plugins::call("next", [](oar_error*) -> oar_status { return OAR_E_DATA; });
  REQUIRE(!silent);
  CHECK(silent.error().message() == "the plugin gave no reason");

  auto const unknown = plugins::call("next", [](oar_error*) -> oar_status { return 4711; });
  REQUIRE(!unknown);
  CHECK(unknown.error().code() == Errc::internal);
  CHECK_THAT(unknown.error().message(), Catch::Contains("4711"));
}

TEST_CASE("an exception out of a call becomes an error that names the call") {
  auto const thrown = plugins::call("next", [](oar_error*) -> oar_status { throw std::runtime_error{"no roof"}; });
  REQUIRE(!thrown);
  CHECK(thrown.error().message() == "plugin misbehaved: threw out of next: no roof");

  auto const odd = plugins::call("next", [](oar_error*) -> oar_status { throw 7; });
  REQUIRE(!odd);
  CHECK(odd.error().message() == "plugin misbehaved: threw out of next");
}

TEST_CASE("take copies a buffer and gives it back exactly once") {
  static int released;
  released = 0;
  oar_buf buffer{reinterpret_cast<std::uint8_t const*>("rows"), 4, [](oar_buf*) { ++released; }, nullptr};
  CHECK(plugins::take(buffer) == "rows");
  CHECK(plugins::take(buffer).empty());
  CHECK(released == 1);
}

TEST_CASE("a buffer of NULL with a size is empty") {
  oar_buf buffer{nullptr, 99, nullptr, nullptr};
  CHECK(plugins::take(buffer).empty());
}

TEST_CASE("what is not UTF-8 in a plugin's text is replaced, byte by byte") {
  CHECK(plugins::to_utf8("a\xE2\x82z") == "a\uFFFD\uFFFDz");
}

TEST_CASE("our error is written for a plugin cut between characters and marked so") {
  oar_error raw{};
  raw.struct_size = sizeof raw;
  std::string long_text(1022, 'x');
  long_text += "\u20ac";  // its three bytes would end one past the NUL
  CHECK(plugins::fill(&raw, oar::Error::of(Errc::data, long_text)) == OAR_E_DATA);
  CHECK(std::string{raw.message} == std::string(1022, 'x'));
  CHECK((raw.flags & OAR_ERR_TRUNCATED) != 0);
}
