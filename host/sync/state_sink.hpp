#pragma once
// Collects the cursors that a destination puts out in load_state, and distrusts each.

#include <oar/abi/destination.h>

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oar/result.hpp"
#include "state/records.hpp"

namespace oar::sync {

// Lives as long as the process: a plugin that puts after its call has returned meets a sink that is closed, not memory
// that is gone. [any thread]
class StateSink {
 public:
  static StateSink& make();

  oar_state_sink* raw() { return &raw_; }
  // What was put so far, or the first rule that it broke. Nothing is taken any more.
  Result<std::vector<state::Cursor>> close();
  // Something was put afterwards.
  bool put_late() const;

 private:
  StateSink();
  static void OAR_CALL put(oar_state_sink* sink, oar_state const* state);
  Result<void> take(oar_state const* state);

  oar_state_sink raw_{};

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  bool open_ = true;
  bool late_ = false;
  std::vector<state::Cursor> cursors_;
  std::set<std::string> splits_;
  std::optional<Error> broken_;
};

}  // namespace oar::sync
