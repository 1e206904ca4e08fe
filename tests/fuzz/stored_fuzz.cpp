// What a destination gives back as cursors and as the route's record is refused, or read and written again as the same.
#include "host/sync/envelope.hpp"
#include "host/sync/route_record.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace oar::sync;
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  if (auto const envelope = decode(bytes)) {
    auto const again = decode(encode(*envelope));
    oar::fuzz::must(again && *again == *envelope, "an envelope is written as it was read", bytes);
  } else {
    oar::fuzz::must(!envelope.error().message().empty(), "an error has words");
  }
  if (auto const record = decode_route_record(bytes)) {
    auto const again = decode_route_record(encode(*record));
    oar::fuzz::must(again && *again == *record, "a record is written as it was read", bytes);
  }
  return 0;
}
