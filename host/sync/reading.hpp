#pragma once
// One attempt at a split: one scan, from where every lane stands to its end or its error.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/sync/reader.hpp"
#include "host/sync/scan.hpp"
#include "host/sync/scan_tables.hpp"

namespace oar::sync {

// One thread at a time.
class Reading {
 public:
  Reading(Context& context, SplitRun& split, Budget::Scan const& memory);

  // When it returns, no unit of the split is in a lane and the scan is closed.
  Result<void> run();

  // What the first `units` units with a cursor found.
  std::vector<Split> found(std::uint64_t units) const;

 private:
  enum class Then { go_on, over };

  Result<void> attempt();
  Result<void> read();
  bool brings_something(Message const& message);
  void moved();
  Result<void> stood_still();
  Result<Then> obey(Message message);
  Result<void> rows(Message message);
  Result<void> deletion(Message message);
  void table_error(ScanTable& table, Error const& why);
  Result<void> split_found(oar_split const* raw);
  Result<void> checkpoint(std::string cursor);
  Result<void> end(std::string cursor);

  // Memory for a batch that is about to join the unit. Waits for what is in the lanes; when there is nothing left to
  // wait for, streams.
  Result<Budget::Hold> make_room(std::uint64_t bytes);
  Result<void> start_streaming();
  Result<Budget::Hold> room_while_streaming(std::uint64_t bytes);

  Unit& unit();
  Result<void> close_unit(Closing closing);
  void send();
  oar_scan_options options() const;
  Error stopped() const;

  Context& context_;
  SplitRun& split_;
  Reader& reader_;
  Budget::Scan const& memory_;
  std::stop_token const stop_;
  std::string const began_from_;

  ScanTables tables_;
  std::unique_ptr<Scan> scan_;
  std::shared_ptr<Unit> unit_;  // the one that is being filled
  Streamer::Turn turn_;         // held while it streams
  bool whole_ = true;           // no table failed so far

  std::chrono::steady_clock::time_point moved_at_;  // when a message last brought something
  std::int64_t still_ = 0;                          // messages since then
  std::string last_cursor_;
  std::int64_t most_done_ = -1;
  std::vector<Split> found_now_;
  std::vector<std::vector<Split>> found_;  // by closed unit with a cursor
};

}  // namespace oar::sync
