#include "host/sync/rows/shared_batch.hpp"

#include <algorithm>
#include <utility>

#include "host/sync/rows/hold_tree.hpp"

namespace oar::sync {

// Members die in reverse: first the batch, then the bytes it held.
struct SharedBatch::Owner final : Held {
  Owner(OwnedArray taken, Budget::Hold hold) : held_bytes{std::move(hold)}, batch{std::move(taken)} {
    below = nodes_below(*batch);
  }
  Budget::Hold held_bytes;
  OwnedArray batch;
  std::int64_t below = 0;
};

SharedBatch::SharedBatch(OwnedArray batch, Budget::Hold hold)
    : owner_{new Owner{std::move(batch), std::move(hold)}},
      offset_{owner_->batch->offset},
      length_{owner_->batch->length} {}

SharedBatch::SharedBatch(SharedBatch const& other) noexcept
    : owner_{other.owner_}, offset_{other.offset_}, length_{other.length_} {
  if (owner_) owner_->hold();
}

SharedBatch::SharedBatch(SharedBatch&& other) noexcept
    : owner_{std::exchange(other.owner_, nullptr)},
      offset_{std::exchange(other.offset_, 0)},
      length_{std::exchange(other.length_, 0)} {}

SharedBatch& SharedBatch::operator=(SharedBatch other) noexcept {
  std::swap(owner_, other.owner_);
  std::swap(offset_, other.offset_);
  std::swap(length_, other.length_);
  return *this;
}

SharedBatch::~SharedBatch() {
  if (owner_) owner_->drop();
}

std::uint64_t SharedBatch::bytes() const { return owner_ ? owner_->held_bytes.bytes() : 0; }

SharedBatch SharedBatch::slice(std::int64_t offset, std::int64_t length) const {
  auto part = *this;
  auto const start = std::clamp<std::int64_t>(offset, 0, length_);
  part.offset_ = offset_ + start;
  part.length_ = std::clamp<std::int64_t>(length, 0, length_ - start);
  return part;
}

void SharedBatch::export_to(ArrowArray* out) const {
  auto const& batch = *owner_->batch;
  HoldTree tree{*owner_, owner_->below};
  tree.start_root(out, length_, batch.n_children);
  for (std::int64_t i = 0; i < batch.n_children; ++i)
    tree.copy_rows(*batch.children[i], offset_, length_, out->children[i]);
}

OwnedArray SharedBatch::exported() const {
  OwnedArray array;
  export_to(array.get());
  return array;
}

}  // namespace oar::sync
