#pragma once
// One produced batch, handed without a copy to any number of destinations.

#include <cstdint>

#include "host/sync/rows/arrow_owner.hpp"
#include "host/sync/rows/budget.hpp"

namespace oar::sync {

// A reference to a batch; copies refer to the same one. What is exported may be moved apart and released from any
// thread, after every SharedBatch is gone. When the last reference goes, the batch is released, once, and then its
// hold.
class SharedBatch {
 public:
  SharedBatch() = default;
  explicit SharedBatch(OwnedArray batch, Budget::Hold hold = {});
  SharedBatch(SharedBatch const& other) noexcept;
  SharedBatch(SharedBatch&& other) noexcept;
  SharedBatch& operator=(SharedBatch other) noexcept;
  ~SharedBatch();

  explicit operator bool() const { return owner_ != nullptr; }
  std::int64_t length() const { return length_; }
  std::uint64_t bytes() const;  // of its hold, of the whole batch also for a slice

  // Rows [offset, offset + length) of this one, cut to what is there.
  SharedBatch slice(std::int64_t offset, std::int64_t length) const;

  // A struct array of its own: top-level offset 0, no top-level validity. The caller owns *out.
  void export_to(ArrowArray* out) const;
  OwnedArray exported() const;

 private:
  struct Owner;
  Owner* owner_ = nullptr;
  std::int64_t offset_ = 0;  // in the children, the batch's own offset included
  std::int64_t length_ = 0;
};

}  // namespace oar::sync
