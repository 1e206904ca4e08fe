#pragma once
// All of one sync: its sources, routes and readers, and the stages they go through in order.

#include <deque>
#include <memory>
#include <vector>

#include "host/sync/context.hpp"
#include "host/sync/reader.hpp"
#include "host/sync/route_run.hpp"
#include "host/sync/splits.hpp"

namespace oar::sync {

// The control thread calls the stages one after another. Inside of a stage, sources or routes go side by side.
class Run {
 public:
  Run(Context& context, Job const& job);

  void all();

  // --- the stages that previews and migrations go through too. False: it is over.
  bool plans();     // up to what is read
  bool migrates();  // tables only; nothing is asked of the sources but what they have
  bool prepares_all() { return prepares() == Then::go_on; }
  std::deque<RouteRun> const& routes() const { return routes_; }

 private:
  enum class Then { go_on, over };
  using Stage = Then (Run::*)();
  bool through(std::initializer_list<Stage> stages);

  Then bind();      // plugins behind names
  Then offers();    // what the sources have, and which of it is wanted
  Then connects();  // writers, and where the routes stand
  Then clocks();    // no sync is older than what destinations remember
  Then refusals();  // what must not start at all
  Then forgets();   // what forced migrations will not keep
  Then readers();   // who reads together, and in which splits
  Then prepares();
  void scans();
  // Splits whose cursor has expired begin again. False when there are none.
  bool restart_expired(Reader& reader);
  void finishes();
  void watch(std::vector<Reader*> const& readers, std::stop_token const& over);

  std::vector<RouteRun*> routes_of(SourceRun const& source);
  void plan_readers(SourceRun& source);
  Result<void> plan_reader(SourceRun& source, std::vector<RouteRun*> routes, std::string const& name,
                           oar_plan* bounds_of);
  Result<Planned> ask_source(SourceRun& source, std::vector<RouteRun*> const& routes, PlanRequest request);
  // Where tables were added to splits, asks again for a plan that reads these from their beginning. Routes that this
  // would double rows of fail, and leave.
  Result<Planned> cover(SourceRun& source, std::vector<RouteRun*>& routes, PlanRequest request, Planned planned);
  void drop(std::vector<RouteRun*> const& routes, Error const& why);
  // The part of the sync that was asked for has no table of theirs.
  void pass_over(std::vector<RouteRun*> const& routes);
  void tell_resumed(Reader const& reader, std::vector<RouteRun*> const& routes);

  Context& context_;
  Job const& job_;
  std::deque<SourceRun> sources_;
  std::deque<RouteRun> routes_;
  std::mutex mutex_;            // readers_ grows while sources plan side by side
  std::deque<Reader> readers_;  // outlive lanes and pool
};

}  // namespace oar::sync
