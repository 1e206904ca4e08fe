// What can be wrong with a batch, one thing each.
#include <array>
#include <cstdint>
#include <cstring>

#include "arrow.hpp"

namespace zoo {
namespace {

struct Fault {
  char const* name;
  void (*harm)(ArrowArray&);
};

template <class T>
void put(ArrowArray& array, int buffer, int at, T value) {
  auto* const to = static_cast<unsigned char*>(const_cast<void*>(array.buffers[buffer]));
  std::memcpy(to + static_cast<std::size_t>(at) * sizeof value, &value, sizeof value);
}

// A map of one entry in each of the four rows; the second key is null.
ArrowArray* map_with_a_null_key() {
  static ArrowArray map = [] {
    auto const texts = [](std::int64_t nulls, Words bits) {
      return make_array(4, nulls,
                        {std::move(bits), words<std::int32_t>({0, 1, 2, 3, 4}), words<char>({'a', 'b', 'c', 'd'})});
    };
    ArrowArray const keys = texts(1, words<std::uint8_t>({0b1101}));
    ArrowArray const entries = make_array(4, 0, {{}}, {keys, texts(0, {})});
    return make_array(4, 0, {{}, words<std::int32_t>({0, 1, 2, 3, 4})}, {entries});
  }();
  return &map;
}

ArrowArray& column(ArrowArray& batch, Column which) { return *batch.children[which]; }

constexpr std::array faults{
    // seen in every batch
    Fault{"too_few_children", [](ArrowArray& b) { b.n_children = 3; }},
    Fault{"absurd_children", [](ArrowArray& b) { b.n_children = std::int64_t{1} << 60; }},
    Fault{"no_children", [](ArrowArray& b) { b.children = nullptr; }},
    Fault{"null_child", [](ArrowArray& b) { b.children[name] = nullptr; }},
    Fault{"released_child", [](ArrowArray& b) { column(b, name).release(&column(b, name)); }},
    Fault{"too_few_buffers", [](ArrowArray& b) { column(b, name).n_buffers = 2; }},
    Fault{"absurd_buffers", [](ArrowArray& b) { column(b, name).n_buffers = std::int64_t{1} << 60; }},
    Fault{"other_format", [](ArrowArray& b) { std::swap(b.children[id], b.children[name]); }},
    Fault{"no_buffers", [](ArrowArray& b) { column(b, name).buffers = nullptr; }},
    Fault{"null_values", [](ArrowArray& b) { column(b, id).buffers[1] = nullptr; }},
    Fault{"null_text", [](ArrowArray& b) { column(b, name).buffers[2] = nullptr; }},
    Fault{"misaligned",
          [](ArrowArray& b) { column(b, id).buffers[1] = static_cast<char const*>(column(b, id).buffers[1]) + 1; }},
    Fault{"short_child", [](ArrowArray& b) { column(b, id).length = 3; }},
    Fault{"short_grandchild", [](ArrowArray& b) { column(b, tags).children[0]->length = 2; }},
    Fault{"negative_length", [](ArrowArray& b) { b.length = -4; }},
    Fault{"negative_offset", [](ArrowArray& b) { column(b, id).offset = -1; }},
    Fault{"absurd_length", [](ArrowArray& b) { b.length = std::int64_t{1} << 60; }},
    Fault{"absurd_offset", [](ArrowArray& b) { column(b, id).offset = INT64_MAX; }},
    Fault{"negative_nulls", [](ArrowArray& b) { column(b, name).null_count = -5; }},
    Fault{"too_many_nulls", [](ArrowArray& b) { column(b, name).null_count = 5; }},
    Fault{"nulls_without_bits", [](ArrowArray& b) { column(b, kind).null_count = 1; }},
    Fault{"null_key",
          [](ArrowArray& b) {
            column(b, id).buffers[0] = column(b, name).buffers[0];
            column(b, id).null_count = 1;
          }},
    Fault{"null_row",
          [](ArrowArray& b) {
            b.buffers[0] = column(b, name).buffers[0];
            b.null_count = 1;
          }},
    Fault{"backward_ends", [](ArrowArray& b) { put<std::int32_t>(column(b, name), 1, 4, -9); }},
    Fault{"no_dictionary", [](ArrowArray& b) { column(b, kind).dictionary = nullptr; }},
    // seen by full validation alone
    Fault{"zigzag_text", [](ArrowArray& b) { put<std::int32_t>(column(b, name), 1, 1, 7); }},
    Fault{"zigzag_list", [](ArrowArray& b) { put<std::int32_t>(column(b, tags), 1, 1, 3); }},
    Fault{"broken_text", [](ArrowArray& b) { put<unsigned char>(column(b, name), 2, 4, 0xFF); }},
    Fault{"broken_item", [](ArrowArray& b) { put<unsigned char>(*column(b, tags).children[0], 2, 1, 0xC0); }},
    Fault{"wrong_nulls", [](ArrowArray& b) { column(b, name).null_count = 2; }},
    Fault{"hidden_null_key",
          [](ArrowArray& b) {
            column(b, id).buffers[0] = column(b, name).buffers[0];
            column(b, id).null_count = -1;
          }},
    Fault{"index_outside", [](ArrowArray& b) { put<std::int32_t>(column(b, kind), 1, 2, 2); }},
    Fault{"negative_index", [](ArrowArray& b) { put<std::int32_t>(column(b, kind), 1, 2, -1); }},
    Fault{"broken_dictionary", [](ArrowArray& b) { put<unsigned char>(*column(b, kind).dictionary, 2, 0, 0xFF); }},
    Fault{"large_decimal", [](ArrowArray& b) { put<std::int64_t>(column(b, price), 1, 0, 100'000); }},
    Fault{"null_map_key", [](ArrowArray& b) { b.children[tags] = map_with_a_null_key(); }},
    Fault{"time_outside", [](ArrowArray& b) { put<std::int32_t>(column(b, woken), 1, 3, 86'401); }},
};

}  // namespace

void harm_batch(std::string const& fault, ArrowArray& batch) {
  for (Fault const& each : faults)
    if (fault == each.name) each.harm(batch);
}

}  // namespace zoo
