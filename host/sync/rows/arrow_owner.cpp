#include "host/sync/rows/arrow_owner.hpp"

#include <algorithm>
#include <memory>
#include <string>

namespace oar::sync {
namespace {

// What a schema node of ours points at.
struct Node {
  std::string format;
  std::string name;
  std::string metadata;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
  ArrowSchema dictionary{};
};

void release_node(ArrowSchema* schema) {
  std::unique_ptr<Node> const node{static_cast<Node*>(schema->private_data)};
  for (auto& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary.release) node->dictionary.release(&node->dictionary);
  schema->release = nullptr;
}

bool same_text(char const* a, char const* b) { return std::string_view{a ? a : ""} == std::string_view{b ? b : ""}; }

bool same_metadata(char const* a, char const* b) {
  auto left = decode_metadata(a);
  auto right = decode_metadata(b);
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

}  // namespace

OwnedSchema make_schema(std::string_view format, std::string_view name, Metadata const& metadata, std::int64_t flags,
                        std::vector<OwnedSchema> children, OwnedSchema dictionary) {
  auto node = std::make_unique<Node>();
  node->format = format;
  node->name = name;
  node->metadata = encode_metadata(metadata);
  node->children.reserve(children.size());
  node->pointers.reserve(children.size());
  for (auto& child : children) node->pointers.push_back(&node->children.emplace_back(child.take()));
  node->dictionary = dictionary.take();

  ArrowSchema schema{};
  schema.format = node->format.c_str();
  schema.name = node->name.c_str();
  schema.metadata = node->metadata.empty() ? nullptr : node->metadata.data();
  schema.flags = flags;
  schema.n_children = static_cast<std::int64_t>(node->children.size());
  schema.children = node->pointers.data();
  schema.dictionary = node->dictionary.release ? &node->dictionary : nullptr;
  schema.release = release_node;
  schema.private_data = node.release();
  return OwnedSchema{schema};
}

OwnedSchema copy_schema(ArrowSchema const& schema) {
  std::vector<OwnedSchema> children;
  for (std::int64_t i = 0; i < schema.n_children; ++i) children.push_back(copy_schema(*schema.children[i]));
  auto dictionary = schema.dictionary ? copy_schema(*schema.dictionary) : OwnedSchema{};
  return make_schema(schema.format, schema.name ? schema.name : "", decode_metadata(schema.metadata), schema.flags,
                     std::move(children), std::move(dictionary));
}

bool same_layout(ArrowSchema const& a, ArrowSchema const& b) {
  if (!same_text(a.format, b.format) || !same_text(a.name, b.name) || a.flags != b.flags) return false;
  if (!same_metadata(a.metadata, b.metadata)) return false;
  if (a.n_children != b.n_children || !a.dictionary != !b.dictionary) return false;
  for (std::int64_t i = 0; i < a.n_children; ++i)
    if (!same_layout(*a.children[i], *b.children[i])) return false;
  return !a.dictionary || same_layout(*a.dictionary, *b.dictionary);
}

}  // namespace oar::sync
