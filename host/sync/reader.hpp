#pragma once
// Routes of one source that stand at the same place: they share one plan of the source, its scans and its batches.

#include <oar/abi/source.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "host/contract/objects.hpp"
#include "host/sync/context.hpp"
#include "host/sync/lane.hpp"
#include "host/sync/layouts.hpp"
#include "host/sync/shapes.hpp"
#include "host/sync/split_run.hpp"

namespace oar::sync {

// One source in this sync. Constant once planned, but for what its members guard themselves.
struct SourceRun {
  SourceEnd const* end = nullptr;
  SourcePlan plan;
  std::unique_ptr<Layouts> layouts;
};

struct Reader {
  struct ReleasePlan {
    void operator()(oar_plan* raw) const { (void)contract::give_back(raw); }
  };

  // Constant while scans run.
  SourceRun* source = nullptr;
  std::string name;                    // stable: what the source knows it by
  std::vector<Committer*> committers;  // by lane number
  std::vector<Lane*> lanes;            // by lane number
  std::vector<Shape> shapes;           // those that its destinations need
  bool acknowledge = true;             // no route of this reader is absent
  std::unique_ptr<oar_plan, ReleasePlan> plan;

  std::deque<SplitRun> splits;  // grows while scans run; guarded by the pool
};

}  // namespace oar::sync
