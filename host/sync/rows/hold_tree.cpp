#include "host/sync/rows/hold_tree.hpp"

#include <new>

namespace oar::sync {
namespace {

// A struct without nulls.
void const* const no_validity[1] = {nullptr};

void** buffers_of_root() { return const_cast<void**>(no_validity); }

std::int64_t nulls_in(ArrowArray const& from, std::int64_t offset, std::int64_t length) {
  if (from.n_buffers == 0) return length;
  if (from.null_count == 0 || !from.buffers[0]) return 0;
  return offset == 0 && length == from.length ? from.null_count : -1;
}

}  // namespace

// In one allocation: this, the nodes below the root, the children lists.
struct HoldTree::Block {
  std::atomic<std::int64_t> live{0};  // nodes not released yet
  Held* held = nullptr;
};

std::int64_t nodes_below(ArrowArray const& array) {
  auto count = array.n_children;
  for (std::int64_t i = 0; i < array.n_children; ++i) count += nodes_below(*array.children[i]);
  if (array.dictionary) count += 1 + nodes_below(*array.dictionary);
  return count;
}

HoldTree::HoldTree(Held& held, std::int64_t below) {
  static_assert(sizeof(Block) % alignof(ArrowArray) == 0);
  auto const nodes = static_cast<std::size_t>(below);
  auto* memory =
      static_cast<char*>(::operator new(sizeof(Block) + nodes * sizeof(ArrowArray) + nodes * sizeof(ArrowArray*)));
  block_ = new (memory) Block;
  node_ = reinterpret_cast<ArrowArray*>(memory + sizeof(Block));
  child_ = reinterpret_cast<ArrowArray**>(memory + sizeof(Block) + nodes * sizeof(ArrowArray));
  block_->held = &held;
  held.hold();
}

// Nobody else sees the block while it is built, so counting needs no atomic step.
void HoldTree::count_node() {
  block_->live.store(block_->live.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

ArrowArray* HoldTree::next_node() {
  count_node();
  return new (node_++) ArrowArray{};
}

ArrowArray** HoldTree::next_children(std::int64_t count) {
  auto** const children = child_;
  child_ += count;
  for (std::int64_t i = 0; i < count; ++i) children[i] = next_node();
  for (std::int64_t i = 0; i < count; ++i) {
    children[i]->release = release;
    children[i]->private_data = block_;
  }
  return children;
}

void HoldTree::start_root(ArrowArray* out, std::int64_t length, std::int64_t n_children) {
  *out = ArrowArray{};
  count_node();
  out->length = length;
  out->n_buffers = 1;
  out->buffers = const_cast<void const**>(buffers_of_root());
  out->n_children = n_children;
  out->children = next_children(n_children);
  out->release = release;
  out->private_data = block_;
}

void HoldTree::copy(ArrowArray const& from, ArrowArray* to) {
  *to = from;
  to->release = release;
  to->private_data = block_;
  to->children = next_children(from.n_children);
  for (std::int64_t i = 0; i < from.n_children; ++i) copy(*from.children[i], to->children[i]);
  if (!from.dictionary) return;
  to->dictionary = next_node();
  copy(*from.dictionary, to->dictionary);
}

void HoldTree::copy_rows(ArrowArray const& from, std::int64_t offset, std::int64_t length, ArrowArray* to) {
  copy(from, to);
  to->null_count = nulls_in(from, offset, length);
  to->offset = from.offset + offset;
  to->length = length;
}

// Releases what hangs below and says how many nodes of the block that were. A child that was moved out has no release
// any more; one that is still in its place is counted here, so that a whole tree costs one atomic step.
std::int64_t HoldTree::give_up(ArrowArray* node, Block const* block) {
  std::int64_t count = 1;
  auto below = [&](ArrowArray* child) {
    if (!child || !child->release) return;
    if (child->release == release && child->private_data == block)
      count += give_up(child, block);
    else
      child->release(child);
  };
  for (std::int64_t i = 0; i < node->n_children; ++i) below(node->children[i]);
  below(node->dictionary);
  node->release = nullptr;
  return count;
}

void HoldTree::release(ArrowArray* node) {
  auto* const block = static_cast<Block*>(node->private_data);
  auto const count = give_up(node, block);
  if (block->live.fetch_sub(count, std::memory_order_acq_rel) != count) return;
  block->held->drop();
  block->~Block();
  ::operator delete(block);
}

}  // namespace oar::sync
