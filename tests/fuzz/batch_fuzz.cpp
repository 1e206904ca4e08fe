// Schemas and batches with wrong counts, offsets, lengths and values: what the checks let through can be read to the
// last value. Buffers are as long as Arrow demands for the lengths that are claimed; no host can see more than that.
#include "host/contract/check_batch.hpp"
#include "host/contract/check_columns.hpp"
#include "host/contract/check_values.hpp"
#include "host/contract/layout.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <oar/json_text.hpp>
#include <oar/table.hpp>

#include <array>
#include <deque>
#include <vector>

namespace {

using namespace oar;
using fuzz::Input;

constexpr std::array formats{"l", "u",       "+l", "+s",  "i",   "U", "b", "d:5,2", "tts", "w:3", "+m", "+L",
                             "c", "tsu:UTC", "n",  "tdD", "ttu", "z", "L", "g",     "w:0", "Z",   "vu", "d:0,0"};

// Owns all nodes and buffers of one input; nothing of it is released twice.
struct Pool {
  std::deque<ArrowSchema> schemas;
  std::deque<ArrowArray> arrays;
  std::deque<std::string> texts;
  std::deque<std::vector<ArrowSchema*>> schema_lists;
  std::deque<std::vector<ArrowArray*>> array_lists;
  std::deque<std::vector<std::uint64_t>> memory;
  std::deque<std::vector<void const*>> buffers;
};

// One pair: oar:table = t.
constexpr char table_name[] = "\1\0\0\0\11\0\0\0oar:table\1\0\0\0t";

void release_schema(ArrowSchema* schema) { schema->release = nullptr; }
void release_array(ArrowArray* array) { array->release = nullptr; }

void const* filled(Pool& pool, Input& input, std::int64_t bytes) {
  auto& words = pool.memory.emplace_back(static_cast<std::size_t>(bytes) / 8 + 1);
  auto* const to = reinterpret_cast<std::uint8_t*>(words.data());
  for (std::int64_t i = 0; i < bytes; ++i) to[i] = input.byte();
  return to;
}

// Offsets that stay within `most` at both ends, which is all that a length can promise; between them anything.
void const* offsets(Pool& pool, Input& input, std::int64_t width, std::int64_t from, std::int64_t count,
                    std::int64_t most) {
  auto* const raw = const_cast<void*>(filled(pool, input, (from + count + 1) * width));
  for (auto const at : {from, from + count}) {
    std::int64_t const value = static_cast<std::int64_t>(input.byte()) % (most + 1);
    if (width == 4)
      static_cast<std::int32_t*>(raw)[at] = static_cast<std::int32_t>(value);
    else
      static_cast<std::int64_t*>(raw)[at] = value;
  }
  return raw;
}

ArrowSchema* make_schema(Pool& pool, Input& input, int depth) {
  auto& schema = pool.schemas.emplace_back();
  auto const* format = formats[input.byte() % (depth > 3 ? 3 : formats.size())];
  auto const shape = input.byte();
  auto& children = pool.schema_lists.emplace_back();
  bool const list = format == std::string_view{"+l"} || format == std::string_view{"+L"};
  auto const wanted = list ? 1u : format == std::string_view{"+s"} ? shape % 3u : shape % 64u == 63 ? 1u : 0u;
  if (format == std::string_view{"+m"}) {
    auto* const entries = make_schema(pool, input, 9);
    entries->format = "+s";
    auto& pair = pool.schema_lists.emplace_back();
    for (int i = 0; i < 2; ++i) pair.push_back(make_schema(pool, input, depth + 1));
    entries->children = pair.data();
    entries->n_children = 2;
    children.push_back(entries);
  }
  for (unsigned i = 0; i < wanted; ++i) children.push_back(make_schema(pool, input, depth + 1));
  schema.format = format;
  schema.name = pool.texts.emplace_back("c" + std::to_string(pool.schemas.size())).c_str();
  schema.flags = shape & 128 ? 0 : ARROW_FLAG_NULLABLE;
  schema.n_children = static_cast<std::int64_t>(children.size());
  schema.children = children.data();
  schema.release = release_schema;
  if (shape % 16 == 15) schema.dictionary = make_schema(pool, input, 9);
  if (shape % 16 == 15 && input.byte() % 4) schema.format = "i";
  return &schema;
}

std::int64_t twisted(Input& input, std::int64_t value) {
  auto const by = input.byte();
  if (by > 250) return by % 2 ? -1 : std::int64_t{1} << 60;
  return by > 240 ? value + by % 5 - 2 : value;
}

ArrowArray* make_array(Pool& pool, Input& input, ArrowSchema const& schema, std::int64_t rows) {
  auto& array = pool.arrays.emplace_back();
  array.offset = input.byte() % 8 == 7 ? 1 : 0;
  array.length = rows + (input.byte() % 8 == 7 ? 2 : 0) - (input.byte() % 32 == 31 ? 1 : 0);
  if (array.length < 0) array.length = 0;
  auto const slots = array.offset + array.length;
  auto const layout = contract::layout_of(schema.format).value_or(contract::Layout{});
  auto& buffers = pool.buffers.emplace_back();
  std::int64_t inside = slots;  // rows of the children
  if (layout.buffers > 0) buffers.push_back(input.byte() % 2 ? filled(pool, input, slots / 8 + 1) : nullptr);
  if (layout.shape == contract::Shape::bits) buffers.push_back(filled(pool, input, slots / 8 + 1));
  if (layout.shape == contract::Shape::fixed) buffers.push_back(filled(pool, input, slots * layout.width));
  if (layout.shape == contract::Shape::text || layout.shape == contract::Shape::list) {
    inside = input.byte() % 8;
    buffers.push_back(offsets(pool, input, layout.width, array.offset, array.length, inside));
    if (layout.shape == contract::Shape::text) buffers.push_back(filled(pool, input, inside));
  }
  if (input.byte() > 250) buffers.assign(buffers.size(), nullptr);
  auto& children = pool.array_lists.emplace_back();
  for (std::int64_t i = 0; i < schema.n_children; ++i)
    children.push_back(input.byte() > 252 ? nullptr : make_array(pool, input, *schema.children[i], inside));
  array.null_count = buffers.empty() || !buffers[0] ? 0 : input.byte() % 2 ? -1 : input.byte() % 4;
  array.null_count = twisted(input, array.null_count);
  array.n_buffers = twisted(input, static_cast<std::int64_t>(buffers.size()));
  array.buffers = buffers.data();
  array.n_children = twisted(input, schema.n_children);
  array.children = children.data();
  if (schema.dictionary && input.byte() < 250)
    array.dictionary = make_array(pool, input, *schema.dictionary, input.byte() % 4);
  array.release = input.byte() > 252 ? nullptr : release_array;
  return &array;
}

// As a destination does: every value, through the SDK.
void read_all(ArrowSchema const& schema, ArrowArray& array) {
  auto const table = Table::from_schema(schema);
  if (!table) return;
  auto const batch = Batch::make(*table, OwnedArray::from(&array));
  if (!batch) return;
  std::string text;
  for (std::int64_t row = 0; row < batch->rows(); ++row) append_json(text, *batch, row);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Input input{data, size};
  Pool pool;
  auto& root = pool.schemas.emplace_back();
  auto& columns = pool.schema_lists.emplace_back();
  for (auto count = 1 + input.byte() % 3; count > 0; --count) columns.push_back(make_schema(pool, input, 1));
  root.format = "+s";
  root.metadata = table_name;
  root.children = columns.data();
  root.n_children = static_cast<std::int64_t>(columns.size());
  root.release = release_schema;
  if (!contract::check_columns(root)) return 0;
  auto& batch = *make_array(pool, input, root, input.byte() % 12);
  batch.offset = 0;
  if (!contract::check_batch(root, batch) || !contract::check_values(root, batch)) return 0;
  if (batch.release) read_all(root, batch);
  return 0;
}
