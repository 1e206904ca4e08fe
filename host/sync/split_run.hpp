#pragma once
// One split in this sync, between the scan that reads it and the lanes that make it durable.

#include <oar/abi/source.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "host/sync/split.hpp"
#include "host/sync/unit.hpp"

namespace oar::sync {

struct Reader;

class SplitRun {
 public:
  SplitRun(Reader& reader, Split split, std::size_t lanes, bool acknowledge)
      : reader_{reader},
        split_{std::move(split)},
        lanes_(lanes),
        acknowledge_{acknowledge},
        durable_cursor_{split_.start_cursor},
        waiting_{!split_.finished} {
    for (Lane& lane : lanes_) lane.end = split_.finished;
  }
  SplitRun(SplitRun const&) = delete;

  Reader& reader() const { return reader_; }
  Split const& split() const { return split_; }

  // Whether it is still to be read. The pool's alone.
  bool waiting() const { return waiting_; }
  void set_waiting(bool waiting) { waiting_ = waiting; }

  // --- the scan's side
  // Who is told what is durable, from here to detach(), which waits for a call that runs.
  void attach(oar_scan* scan);
  void detach();
  // A unit goes to the lanes.
  void sent();
  bool idle() const;              // no unit is in the lanes
  std::uint64_t settled() const;  // units that came back
  void wait_settled(std::uint64_t than, std::stop_token const& stop);
  void wait_idle();  // lanes always drain, so this ends
  void wait_below(std::size_t units);
  std::string durable_cursor() const;  // where every lane stands that is left
  std::uint64_t checkpoints() const;   // durable ones
  bool deserted() const;               // no lane is left
  // A streamed unit failed in all lanes, in a way that may pass: nothing of it is anywhere.
  std::optional<Error> take_retry();
  void fail_tables(std::set<std::string> const& tables);
  void fail(Error const& why);  // the scan as a whole
  // The source cannot go on from the cursor: it is read anew when the other scans are through.
  void expire(Error const& why);
  std::optional<Error> expired() const;
  // No scan and no unit of it is anywhere: from its start again, as if nothing had been.
  void restart();

  // --- the lanes' side
  bool dropped(std::size_t lane) const;
  // What became of the unit in this lane.
  void finished(Unit& unit, std::size_t lane, Result<void> const& outcome);

  // --- afterwards
  bool durable_to_end(std::size_t lane) const;
  std::set<std::string> failed_tables() const;
  std::optional<Error> lane_error(std::size_t lane) const;
  std::optional<Error> error() const;

 private:
  struct Lane {
    std::optional<Error> dropped;
    bool end = false;
  };
  void settle(Unit& unit);

  // Constant after construction.
  Reader& reader_;
  Split const split_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  // Guarded by mutex_.
  std::vector<Lane> lanes_;
  oar_scan* scan_ = nullptr;
  std::size_t in_flight_ = 0;
  std::uint64_t settled_ = 0;
  std::uint64_t checkpoints_ = 0;
  bool acknowledge_;  // false once a lane was dropped
  std::string durable_cursor_;
  std::optional<Error> retry_;
  std::optional<Error> error_;
  std::optional<Error> expired_;
  std::set<std::string> failed_tables_;

  bool waiting_;
};

}  // namespace oar::sync
