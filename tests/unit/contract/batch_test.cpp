#include "host/contract/check_batch.hpp"

#include <catch2/catch.hpp>

#include "unit/sync_rows/arrays.hpp"
#include "unit/sync_rows/misbehaved.hpp"

using namespace oar;
using namespace oar::sync::test;

namespace {

Table sample() {
  std::vector<Column> columns;
  columns.push_back(fixed<std::int32_t>("n", "i", {1, 2, 3}));
  columns.push_back(texts("s", "u", {"a", "b", "c"}));
  columns.push_back(list("l", 3));
  columns.push_back(dictionary("d", {0, 0, 0}, {"v"}));
  return table({{OAR_META_TABLE, "t"}}, std::move(columns));
}

// What check_batch says once `harm` was done.
template <class Harm>
std::string refusal(Harm harm) {
  auto made = sample();
  harm(*made.batch.get());
  auto const checked = contract::check_batch(*made.schema, *made.batch);
  return checked ? "accepted" : checked.error().message();
}

}  // namespace

TEST_CASE("a batch of its layout is accepted, and so is a slice of it") {
  CHECK(refusal([](ArrowArray&) {}) == "accepted");
  CHECK(refusal([](ArrowArray& batch) { batch.offset = batch.length = 1; }) == "accepted");
}

TEST_CASE("a batch that does not fit its layout is refused") {
  CHECK_THAT(refusal([](ArrowArray& b) { b.length = 4; }), misbehaved("3 rows where its parent has 4"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.offset = 1; }), misbehaved("has 4"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.offset = INT64_MAX; }), misbehaved("offset"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[0]->length = -1; }), misbehaved("'n' has length -1"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[0]->n_buffers = 3; }), misbehaved("3 buffers"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[0]->buffers[1] = nullptr; }), misbehaved("second buffer"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[1]->buffers[2] = nullptr; }), misbehaved("no buffer of it"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[2]->children[0]->length = 2; }), misbehaved("'item'"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[0]->null_count = 9; }), misbehaved("9 nulls"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[0]->release(b.children[0]); }), misbehaved("'n' is missing"));
  CHECK_THAT(refusal([](ArrowArray& b) { b.children[3]->dictionary->release(b.children[3]->dictionary); }),
             misbehaved("missing or released"));
  auto made = sample();
  made.batch->n_children = 3;
  CHECK_FALSE(contract::check_batch(*made.schema, *made.batch));
  made.batch->n_children = 4;
}

TEST_CASE("a batch with a null row is refused, unless the slice leaves it out") {
  std::uint8_t const second_is_null = 0b101;
  auto nulls = [&](ArrowArray& batch) {
    batch.buffers[0] = &second_is_null;
    batch.null_count = -1;
  };
  CHECK_THAT(refusal(nulls), misbehaved("null row"));
  CHECK(refusal([&](ArrowArray& batch) {
          nulls(batch);
          batch.length = 1;
        }) == "accepted");
}
