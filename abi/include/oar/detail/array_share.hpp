#pragma once
// Cuts an Arrow array in two without copying: both halves look at the same buffers, and the last one frees them.

#include <oar/arrow.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace oar::detail {

// A node whose buffers belong to the shared array. Each node holds a share of its own, so nodes may be moved out.
struct SharedNode {
  std::shared_ptr<OwnedArray> owner;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
  std::unique_ptr<ArrowArray> dictionary;
};

// [any][nowait], also while the process exits.
inline void release_shared(ArrowArray* array) {
  auto* node = static_cast<SharedNode*>(array->private_data);
  for (auto& child : node->children)
    if (child.release) child.release(&child);
  if (node->dictionary && node->dictionary->release) node->dictionary->release(node->dictionary.get());
  delete node;
  array->release = nullptr;
}

inline ArrowArray share_array(ArrowArray const& from, std::shared_ptr<OwnedArray> const& owner) {
  auto node = std::make_unique<SharedNode>();
  node->owner = owner;
  node->children.reserve(static_cast<std::size_t>(from.n_children));
  for (std::int64_t i = 0; i < from.n_children; ++i) node->children.push_back(share_array(*from.children[i], owner));
  for (auto& child : node->children) node->pointers.push_back(&child);
  if (from.dictionary) node->dictionary = std::make_unique<ArrowArray>(share_array(*from.dictionary, owner));
  auto out = from;
  out.children = node->pointers.empty() ? nullptr : node->pointers.data();
  out.dictionary = node->dictionary.get();
  out.release = release_shared;
  out.private_data = node.release();
  return out;
}

// The first `count` rows of a struct array without nulls of its own, and the others.
inline std::pair<OwnedArray, OwnedArray> cut_rows(OwnedArray array, std::int64_t count) {
  auto const owner = std::make_shared<OwnedArray>(std::move(array));
  OwnedArray head{share_array(**owner, owner)};
  OwnedArray tail{share_array(**owner, owner)};
  head->length = count;
  tail->offset += count;
  tail->length -= count;
  return {std::move(head), std::move(tail)};
}

}  // namespace oar::detail
