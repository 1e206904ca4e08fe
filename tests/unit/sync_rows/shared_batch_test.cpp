#include "host/sync/rows/shared_batch.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "arrays.hpp"

using namespace oar;
using namespace oar::sync;
using namespace oar::sync::test;

namespace {

Table orders(std::atomic<int>* released = nullptr) {
  std::vector<Column> members;
  members.push_back(fixed<std::int64_t>("amount", "l", {1, 2, std::nullopt, 4}));
  std::vector<Column> columns;
  columns.push_back(fixed<std::int32_t>("id", "i", {10, 11, 12, 13}));
  columns.push_back(texts("name", "u", {"a", "bb", "ccc", "dddd"}));
  columns.push_back(list("parts", 4));
  columns.push_back(structure("price", std::move(members)));
  columns.push_back(dictionary("colour", {0, 1, 0, 1}, {"red", "blue"}));
  columns.push_back({make_schema("n", "nothing", {}, ARROW_FLAG_NULLABLE), make_array(4, {})});
  columns.back().array->null_count = 4;
  return table({{OAR_META_TABLE, "orders"}}, std::move(columns), released);
}

std::int32_t id_at(ArrowArray const& batch, std::int64_t row) {
  auto const& ids = *batch.children[0];
  return static_cast<std::int32_t const*>(ids.buffers[1])[ids.offset + row];
}

// Releases a tree piece by piece: the children moved out, each on a thread of its own.
void release_apart(OwnedArray array) {
  std::vector<std::thread> threads;
  for (std::int64_t i = 0; i < array->n_children; ++i)
    threads.emplace_back([child = OwnedArray::from(array->children[i])]() mutable { child.reset(); });
  array.reset();
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("destinations see the very buffers of the batch") {
  auto made = orders();
  auto const* const values = made.batch->children[0]->buffers[1];
  auto const* const list_items = made.batch->children[2]->children[0]->buffers[1];
  auto const* const words = made.batch->children[4]->dictionary->buffers[2];
  SharedBatch const shared{std::move(made.batch)};
  for (int destination = 0; destination < 3; ++destination) {
    auto const seen = shared.exported();
    CHECK(seen->length == 4);
    CHECK(seen->children[0]->buffers[1] == values);
    CHECK(seen->children[2]->children[0]->buffers[1] == list_items);
    CHECK(seen->children[4]->dictionary->buffers[2] == words);
  }
}

TEST_CASE("a batch is released once, by whoever is last, and its bytes are free then") {
  std::atomic<int> released = 0;
  Budget const budget{1000};
  auto const share = budget.share(1000);
  OwnedArray first;
  OwnedArray column;
  {
    auto shared = SharedBatch{orders(&released).batch, std::move(*share.try_reserve(600))};
    CHECK(shared.bytes() == 600);
    first = shared.exported();
    auto second = shared.exported();
    column = OwnedArray::from(second->children[1]);
  }
  first.reset();
  CHECK(released == 0);
  CHECK(budget.used() == 600);
  CHECK(text_at(*column, 3) == "dddd");
  column.reset();
  CHECK(released == 1);
  CHECK(budget.used() == 0);
}

TEST_CASE("many threads may release pieces of the same batch") {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> released = 0;
    std::vector<std::thread> destinations;
    {
      SharedBatch const shared{orders(&released).batch};
      for (int i = 0; i < 4; ++i)
        destinations.emplace_back([shared] {
          release_apart(shared.exported());
          release_apart(shared.slice(1, 2).exported());
        });
    }
    for (auto& destination : destinations) destination.join();
    CHECK(released == 1);
  }
}

TEST_CASE("a slice shows its rows, also of a batch that is a slice itself") {
  auto made = orders();
  made.batch->offset = 1;
  made.batch->length = 3;
  SharedBatch const shared{std::move(made.batch)};
  auto const all = shared.exported();
  CHECK(all->offset == 0);
  CHECK(id_at(*all, 0) == 11);
  auto const part = shared.slice(1, 10).slice(1, 1).exported();
  CHECK(part->length == 1);
  CHECK(part->children[1]->length == 1);
  CHECK(id_at(*part, 0) == 13);
  CHECK(text_at(*part->children[1], 0) == "dddd");
  CHECK(part->children[3]->offset == 3);
  CHECK(part->children[3]->children[0]->length == 4);
  CHECK(part->children[5]->null_count == 1);
  CHECK(shared.slice(5, 5).length() == 0);
}

TEST_CASE("a slice does not claim to know how many nulls it has") {
  auto made = orders();
  made.batch->children[0]->null_count = 2;
  SharedBatch const shared{std::move(made.batch)};
  CHECK(shared.exported()->children[0]->null_count == 2);
  CHECK(shared.slice(0, 3).exported()->children[0]->null_count == -1);
}

TEST_CASE("a slice outlives the batch it was cut from") {
  std::atomic<int> released = 0;
  auto part = SharedBatch{orders(&released).batch}.slice(2, 2);
  CHECK(released == 0);
  part = SharedBatch{};
  CHECK(released == 1);
}
