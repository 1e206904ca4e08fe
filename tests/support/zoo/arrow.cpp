#include "arrow.hpp"

#include <cstring>
#include <memory>

namespace zoo {
namespace {

struct SchemaNode {
  std::string format, name, metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
  ArrowSchema dictionary{};
};

struct ArrayNode {
  std::vector<Words> data;
  std::vector<void const*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  ArrowArray dictionary{};
};

template <class Node, class Struct>
void release(Struct* of) {
  std::unique_ptr<Node> const node{static_cast<Node*>(of->private_data)};
  for (Struct& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary.release) node->dictionary.release(&node->dictionary);
  of->release = nullptr;
}

void put(std::string& out, std::size_t number) {
  auto const small = static_cast<std::int32_t>(number);
  char raw[sizeof small];
  std::memcpy(raw, &small, sizeof small);
  out.append(raw, sizeof raw);
}

std::string encoded(Pairs const& metadata) {
  std::string out;
  put(out, metadata.size());
  for (auto const& [key, value] : metadata) {
    put(out, key.size());
    out += key;
    put(out, value.size());
    out += value;
  }
  return out;
}

}  // namespace

ArrowSchema make_schema(std::string format, std::string name, std::int64_t flags, Pairs const& metadata,
                        std::vector<ArrowSchema> children) {
  auto node = std::make_unique<SchemaNode>();
  node->format = std::move(format);
  node->name = std::move(name);
  node->metadata = encoded(metadata);
  node->children = std::move(children);
  for (ArrowSchema& child : node->children) node->pointers.push_back(&child);
  ArrowSchema schema{};
  schema.format = node->format.c_str();
  schema.name = node->name.c_str();
  schema.metadata = node->metadata.data();
  schema.flags = flags;
  schema.n_children = static_cast<std::int64_t>(node->children.size());
  schema.children = node->pointers.data();
  schema.release = &release<SchemaNode, ArrowSchema>;
  schema.private_data = node.release();
  return schema;
}

void set_dictionary(ArrowSchema& of, ArrowSchema values) {
  auto* const node = static_cast<SchemaNode*>(of.private_data);
  node->dictionary = values;
  of.dictionary = &node->dictionary;
}

ArrowArray make_array(std::int64_t length, std::int64_t nulls, std::vector<Words> buffers,
                      std::vector<ArrowArray> children) {
  auto node = std::make_unique<ArrayNode>();
  node->data = std::move(buffers);
  for (Words const& each : node->data) node->buffers.push_back(each.empty() ? nullptr : each.data());
  node->children = std::move(children);
  for (ArrowArray& child : node->children) node->pointers.push_back(&child);
  ArrowArray array{};
  array.length = length;
  array.null_count = nulls;
  array.n_buffers = static_cast<std::int64_t>(node->buffers.size());
  array.buffers = node->buffers.data();
  array.n_children = static_cast<std::int64_t>(node->children.size());
  array.children = node->pointers.data();
  array.release = &release<ArrayNode, ArrowArray>;
  array.private_data = node.release();
  return array;
}

void set_dictionary(ArrowArray& of, ArrowArray values) {
  auto* const node = static_cast<ArrayNode*>(of.private_data);
  node->dictionary = values;
  of.dictionary = &node->dictionary;
}

ArrowSchema animals_schema(std::string const& table, Pairs const& more) {
  ArrowSchema kinds = make_schema("i", "kind", ARROW_FLAG_NULLABLE);
  set_dictionary(kinds, make_schema("u", "", ARROW_FLAG_NULLABLE));
  Pairs metadata{{OAR_META_TABLE, table}, {OAR_META_PRIMARY_KEY, R"(["id"])"}};
  for (auto const& [key, value] : more) {
    if (key == OAR_META_PRIMARY_KEY) metadata.erase(metadata.begin() + 1);
    metadata.emplace_back(key, value);
  }
  return make_schema(
      "+s", "", 0, metadata,
      {make_schema("l", "id", 0), make_schema("u", "name", ARROW_FLAG_NULLABLE),
       make_schema("+l", "tags", ARROW_FLAG_NULLABLE, {}, {make_schema("u", "item", ARROW_FLAG_NULLABLE)}),
       make_schema("+s", "size", ARROW_FLAG_NULLABLE, {},
                   {make_schema("i", "w", ARROW_FLAG_NULLABLE), make_schema("i", "h", ARROW_FLAG_NULLABLE)}),
       kinds, make_schema("d:5,2", "price", ARROW_FLAG_NULLABLE), make_schema("tts", "woken", ARROW_FLAG_NULLABLE)});
}

ArrowArray animals_rows() {
  auto const numbers = [] { return make_array(4, 0, {{}, words<std::int32_t>({1, 2, 3, 4})}); };
  ArrowArray kinds = make_array(4, 0, {{}, words<std::int32_t>({0, 1, 0, 1})});
  set_dictionary(
      kinds, make_array(2, 0, {{}, words<std::int32_t>({0, 3, 7}), words<char>({'c', 'a', 't', 'b', 'i', 'r', 'd'})}));
  ArrowArray const items = make_array(3, 0, {{}, words<std::int32_t>({0, 1, 2, 3}), words<char>({'x', 'y', 'z'})});
  return make_array(4, 0, {{}},
                    {make_array(4, 0, {{}, words<std::int64_t>({1, 2, 3, 4})}),
                     make_array(4, 1,
                                {words<std::uint8_t>({0b1011}), words<std::int32_t>({0, 3, 6, 6, 9}),
                                 words<char>({'A', 'd', 'a', 'B', 'o', 'b', 'E', 'v', 'e'})}),
                     make_array(4, 0, {{}, words<std::int32_t>({0, 1, 1, 2, 3})}, {items}),
                     make_array(4, 0, {{}}, {numbers(), numbers()}), kinds,
                     make_array(4, 0, {{}, words<std::int64_t>({100, 0, 200, 0, 99999, 0, -1, -1})}),
                     make_array(4, 0, {{}, words<std::int32_t>({0, 60, 3600, 86399})})});
}

}  // namespace zoo
