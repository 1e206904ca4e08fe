#pragma once
// Array nodes that keep one thing alive together: how a batch is lent to many without copying its buffers.

#include <oar/abi/arrow.h>

#include <atomic>
#include <cstdint>

namespace oar::sync {

// What nodes keep alive; counted, dies with its last reference. Starts with one, its maker's.
class Held {
 public:
  Held() = default;
  Held(Held const&) = delete;
  Held& operator=(Held const&) = delete;
  void hold() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void drop() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

 protected:
  virtual ~Held() = default;

 private:
  std::atomic<std::int64_t> references_{1};
};

// How many nodes hang below this one, dictionaries included.
std::int64_t nodes_below(ArrowArray const& array);

// Builds one tree in one allocation. Each node, wherever it was moved to, counts; the last one to be released frees the
// block and drops its reference on what is held. Buffer lists are those of the nodes copied from.
class HoldTree {
 public:
  // Room for at most `below` nodes under the root. Takes a reference of its own on `held`.
  HoldTree(Held& held, std::int64_t below);

  // Nodes come with release set and everything else zero, children lists with a node in each place.
  void start_root(ArrowArray* out, std::int64_t length, std::int64_t n_children);
  // Fills `to` with rows [offset, offset + length) of `from`, and its descendants.
  void copy_rows(ArrowArray const& from, std::int64_t offset, std::int64_t length, ArrowArray* to);

 private:
  struct Block;
  void count_node();
  ArrowArray* next_node();
  ArrowArray** next_children(std::int64_t count);
  void copy(ArrowArray const& from, ArrowArray* to);
  static void release(ArrowArray* node);
  static std::int64_t give_up(ArrowArray* node, Block const* block);

  Block* block_;
  ArrowArray* node_;
  ArrowArray** child_;
};

}  // namespace oar::sync
