#pragma once
// The bytes of batches in flight: how many a batch holds, and who has to wait until others are gone.

#include <oar/abi/arrow.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

#include "oar/result.hpp"

namespace oar::sync {

// Bytes of all buffers, over the range of rows that the batch shows: a slice counts its own rows only, so that the
// slices of one array add up to it. Dictionaries count whole. The batch has passed check_batch().
std::uint64_t batch_bytes(ArrowSchema const& schema, ArrowArray const& batch);

// Copies are the same budget. Everything is [any thread], and holds may outlive the budget and its shares.
class Budget {
 public:
  // Bytes that are in use until it dies, wherever that is. Move-only; an empty one holds nothing.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept;
    Hold& operator=(Hold&& other) noexcept;
    ~Hold();
    std::uint64_t bytes() const { return bytes_; }
    void release();

   private:
    friend class Budget;
    struct ShareState;
    Hold(std::shared_ptr<ShareState> share, std::uint64_t bytes);
    std::shared_ptr<ShareState> share_;
    std::uint64_t bytes_ = 0;
  };

  // A scan's part of the budget. Copies are the same share.
  class Share {
   public:
    // Waits until the bytes fit; more than the whole share is let in when the share is empty. Never waits for other
    // shares, so nothing waits in a circle. OAR_E_CANCELLED when stopped first.
    Result<Hold> reserve(std::uint64_t bytes, std::stop_token const& stop) const;
    // Nothing when it does not fit right now.
    std::optional<Hold> try_reserve(std::uint64_t bytes) const;
    std::uint64_t size() const;
    std::uint64_t used() const;

   private:
    friend class Budget;
    explicit Share(std::shared_ptr<Hold::ShareState> state);
    std::shared_ptr<Hold::ShareState> state_;
  };

  explicit Budget(std::uint64_t bytes);

  // Shares are not subtracted from one another: the caller divides.
  Share share(std::uint64_t bytes) const;
  // So many bytes for one scan: a quarter for the batch that its source is building, a share for those in flight.
  struct Scan {
    Share in_flight;
    std::uint64_t building;
  };
  Scan scan(std::uint64_t bytes) const;
  std::uint64_t size() const;
  std::uint64_t used() const;
  std::uint64_t peak() const;

 private:
  struct Total;
  std::shared_ptr<Total> total_;
};

}  // namespace oar::sync
