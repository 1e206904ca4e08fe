#pragma once
// The rows of a scan between two checkpoints: what becomes durable together, in each route by itself.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "host/sync/layouts.hpp"
#include "host/sync/rows/shared_batch.hpp"
#include "host/sync/services.hpp"
#include "host/sync/split.hpp"

namespace oar::sync {

class SplitRun;

// One message of a scan that destinations have to obey.
struct Item {
  enum class Kind { rows, deletion };
  Kind kind = Kind::rows;
  Layout const* layout = nullptr;
  std::vector<SharedBatch> shapes = {};  // rows: as each shape of the reader has them; deletion: one, the keys
  std::uint32_t flags = 0;               // OAR_MSGF_...
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

// What ends a unit.
struct Closing {
  bool save_cursor = true;  // false: rows only, where they converge
  bool end = false;         // the scan is complete
  bool whole = true;        // no table of the split failed
  std::string cursor = {};  // the plugin's
  std::vector<Split> found = {};
  std::vector<RejectedRow> rejects = {};
};

// Filled by a scan, emptied by the lanes of its routes, which are numbered from 0 here.
class Unit {
 public:
  // streamed: given to the lanes before it is closed; items go as soon as every lane has seen them.
  enum class Streamed { no, yes };
  Unit(SplitRun& split, std::size_t lanes) : split_{split}, seen_(lanes, 0), outcomes_(lanes), lanes_left_{lanes} {}
  Unit(Unit const&) = delete;

  SplitRun& split() const { return split_; }

  // --- the scan's side
  void add(Item item);
  bool empty() const;
  void stream();
  // False when a lane gave up already: then nothing can be closed any more, only aborted.
  bool close(Closing closing);
  void abort();                          // lanes roll back
  std::optional<Error> failure() const;  // why a lane gave up; doing it all again may help
  // How often a lane took an item off; waits until that is another number.
  std::uint64_t taken() const;
  void wait_taken(std::uint64_t than, std::stop_token const& stop);
  bool drained() const;    // every lane has seen every item
  bool abandoned() const;  // every lane has left

  // --- a lane's side
  bool streamed() const;
  bool aborted() const;
  // Item number `index`, or nothing when there are no more: then closing() tells. Waits for it.
  std::optional<Item> item(std::size_t index, std::stop_token const& stop);
  std::vector<Layout const*> layouts() const;  // of the items that are there
  void seen(std::size_t lane, std::size_t index);
  // This lane takes no more items. True when it is the last one to leave.
  bool leave(std::size_t lane, Result<void> const& outcome);
  std::optional<Error> outcome(std::size_t lane) const;  // nothing = durable
  Closing const* closing() const;                        // NULL = aborted, or not closed yet

 private:
  void drop_seen();

  // Constant after construction.
  SplitRun& split_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_.
  std::deque<Item> items_;
  std::size_t dropped_ = 0;  // items before items_[0]
  std::vector<std::size_t> seen_;
  std::uint64_t taken_ = 0;
  Streamed streamed_ = Streamed::no;
  std::vector<std::optional<Error>> outcomes_;
  std::size_t lanes_left_;
  std::optional<Error> failure_;
  bool aborted_ = false;
  std::optional<Closing> closing_;  // constant once set
};

}  // namespace oar::sync
