#include "arrays.hpp"

#include <memory>

namespace oar::sync::test {
namespace {

struct Node {
  std::vector<Bytes> buffers;
  std::vector<void const*> buffer_list;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_list;
  ArrowArray dictionary{};
  std::atomic<int>* released = nullptr;
};

void release(ArrowArray* array) {
  std::unique_ptr<Node> const node{static_cast<Node*>(array->private_data)};
  for (auto& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary.release) node->dictionary.release(&node->dictionary);
  if (node->released) ++*node->released;
  array->release = nullptr;
}

template <class Offset>
Column texts_of(char const* name, char const* format, Texts const& values) {
  std::vector<Offset> offsets{0};
  std::string bytes;
  for (auto const& value : values) {
    bytes += value.value_or("");
    offsets.push_back(static_cast<Offset>(bytes.size()));
  }
  auto array = make_array(static_cast<std::int64_t>(values.size()),
                          {validity_of(values), bytes_of(offsets), Bytes(bytes.begin(), bytes.end())});
  return {make_schema(format, name, {}, ARROW_FLAG_NULLABLE), std::move(array)};
}

}  // namespace

OwnedArray make_array(std::int64_t length, std::vector<Bytes> buffers, std::vector<OwnedArray> children,
                      OwnedArray dictionary, std::atomic<int>* released) {
  auto node = std::make_unique<Node>();
  node->buffers = std::move(buffers);
  for (auto const& buffer : node->buffers) node->buffer_list.push_back(buffer.empty() ? nullptr : buffer.data());
  node->children.reserve(children.size());
  for (auto& child : children) node->child_list.push_back(&node->children.emplace_back(child.take()));
  node->dictionary = dictionary.take();
  node->released = released;
  ArrowArray array{};
  array.length = length;
  array.null_count = node->buffers.empty() || node->buffers[0].empty() ? 0 : -1;
  array.n_buffers = static_cast<std::int64_t>(node->buffers.size());
  array.buffers = node->buffer_list.data();
  array.n_children = static_cast<std::int64_t>(node->children.size());
  array.children = node->child_list.data();
  array.dictionary = node->dictionary.release ? &node->dictionary : nullptr;
  array.release = release;
  array.private_data = node.release();
  return OwnedArray{array};
}

Column texts(char const* name, char const* format, Texts const& values) {
  auto const large = *format == 'U' || *format == 'Z';
  return large ? texts_of<std::int64_t>(name, format, values) : texts_of<std::int32_t>(name, format, values);
}

Column dictionary(char const* name, std::vector<std::optional<std::int8_t>> const& indices, Texts const& values) {
  auto inner = texts("", "u", values);
  std::vector<std::int8_t> plain;
  for (auto const& index : indices) plain.push_back(index.value_or(0));
  return {make_schema("c", name, {}, ARROW_FLAG_NULLABLE, {}, std::move(inner.schema)),
          make_array(static_cast<std::int64_t>(indices.size()), {validity_of(indices), bytes_of(plain)}, {},
                     std::move(inner.array))};
}

Column list(char const* name, std::int64_t rows) {
  std::vector<std::int32_t> offsets{0};
  std::vector<std::optional<std::int32_t>> items;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int32_t i = 0; i < rows - row; ++i) items.emplace_back(i);
    offsets.push_back(static_cast<std::int32_t>(items.size()));
  }
  auto item = fixed<std::int32_t>("item", "i", items);
  std::vector<OwnedSchema> schemas;
  schemas.push_back(std::move(item.schema));
  std::vector<OwnedArray> arrays;
  arrays.push_back(std::move(item.array));
  return {make_schema("+l", name, {}, ARROW_FLAG_NULLABLE, std::move(schemas)),
          make_array(rows, {{}, bytes_of(offsets)}, std::move(arrays))};
}

Column structure(char const* name, std::vector<Column> members) {
  auto made = table({}, std::move(members));
  std::vector<OwnedSchema> children;
  for (std::int64_t i = 0; i < made.schema->n_children; ++i) children.push_back(copy_schema(*made.schema->children[i]));
  auto schema = make_schema("+s", name, {}, ARROW_FLAG_NULLABLE, std::move(children));
  return {std::move(schema), std::move(made.batch)};
}

Table table(Metadata const& metadata, std::vector<Column> columns, std::atomic<int>* released) {
  std::vector<OwnedSchema> schemas;
  std::vector<OwnedArray> arrays;
  auto const rows = columns.empty() ? 0 : columns[0].array->length;
  for (auto& column : columns) {
    schemas.push_back(std::move(column.schema));
    arrays.push_back(std::move(column.array));
  }
  return {make_schema("+s", "", metadata, 0, std::move(schemas)),
          make_array(rows, {{}}, std::move(arrays), {}, released)};
}

std::string text_at(ArrowArray const& column, std::int64_t row) {
  auto const* offsets = static_cast<std::int32_t const*>(column.buffers[1]) + column.offset + row;
  auto const* bytes = static_cast<char const*>(column.buffers[2]);
  return {bytes + offsets[0], bytes + offsets[1]};
}

}  // namespace oar::sync::test
