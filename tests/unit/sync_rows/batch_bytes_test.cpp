#include <catch2/catch.hpp>

#include "arrays.hpp"
#include "host/sync/rows/budget.hpp"

using namespace oar;
using namespace oar::sync;
using namespace oar::sync::test;

namespace {

std::uint64_t bytes(Column column, std::int64_t offset = 0, std::int64_t length = -1) {
  std::vector<Column> columns;
  columns.push_back(std::move(column));
  auto made = table({}, std::move(columns));
  made.batch->offset = offset;
  if (length >= 0) made.batch->length = length;
  return batch_bytes(*made.schema, *made.batch);
}

}  // namespace

TEST_CASE("a batch counts the bytes of its buffers") {
  CHECK(bytes(fixed<std::int64_t>("a", "l", {1, 2, 3})) == 1 + 24);
  CHECK(bytes(fixed<std::int64_t>("a", "tsu:UTC", {1})) == 1 + 8);
  CHECK(bytes({make_schema("b", "a", {}, 0), make_array(9, {{}, {1, 1}})}) == 2);
  CHECK(bytes({make_schema("d:10,2", "a", {}, 0), make_array(1, {{}, Bytes(16)})}) == 16);
  CHECK(bytes({make_schema("w:16", "a", {}, 0), make_array(2, {{}, Bytes(32)})}) == 32);
  CHECK(bytes({make_schema("n", "a", {}, 0), make_array(7, {})}) == 0);
  CHECK(bytes(texts("a", "u", {"ab", "cde"})) == 1 + 12 + 5);
  CHECK(bytes(texts("a", "U", {"ab", "cde"})) == 1 + 24 + 5);
  CHECK(bytes(dictionary("a", {0, 0, 0}, {"word"})) == 1 + 3 + (1 + 8 + 4));
  CHECK(bytes(list("a", 3)) == 16 + (1 + 6 * 4));
  std::vector<Column> members;
  members.push_back(fixed<std::int32_t>("m", "i", {1, 2}));
  CHECK(bytes(structure("a", std::move(members))) == 1 + 8);
}

TEST_CASE("a slice counts its own rows") {
  CHECK(bytes(fixed<std::int64_t>("a", "l", {1, 2, 3}), 1, 1) == 1 + 8);
  CHECK(bytes(texts("a", "u", {"ab", "cde"}), 1, 1) == 1 + 8 + 3);
  CHECK(bytes(list("a", 3), 1, 2) == 12 + (1 + 3 * 4));
  CHECK(bytes(list("a", 3), 0, 0) == 4);
}
