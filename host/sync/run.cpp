#include "host/sync/run.hpp"

#include <algorithm>
#include <thread>

#include "host/sync/discover.hpp"
#include "host/sync/kill_point.hpp"
#include "host/sync/part.hpp"
#include "host/sync/pool.hpp"
#include "host/sync/retry.hpp"
#include "host/sync/side_by_side.hpp"
#include "host/sync/splits.hpp"

namespace oar::sync {
Run::Run(Context& context, Job const& job) : context_{context}, job_{job} {
  for (SourceEnd const& source : job.sources) {
    SourceRun& run = sources_.emplace_back();
    run.end = &source;
    for (std::string const& name : source.config->destinations) {
      for (DestinationEnd const& destination : job.destinations) {
        if (destination.name != name) continue;
        RouteRun& route = routes_.emplace_back();
        route.source = &run;
        route.route = {.source = source.name, .destination = name};
        route.destination = &destination;
        route.index = context.ledger.add_route(route.route);
      }
    }
  }
}

void Run::all() {
  SyncStarted started{.sync_id = context_.sync.id, .sync_time_us = context_.sync.sync_time_us, .routes = {}};
  for (RouteRun const& route : routes_) started.routes.push_back(route.route);
  context_.ledger.events().sync_started(started);
  if (!plans() || !through({&Run::prepares})) return;
  scans();
  kill_point("scans-ended");
  finishes();
}

bool Run::plans() {
  return through(
      {&Run::bind, &Run::offers, &Run::connects, &Run::clocks, &Run::refusals, &Run::forgets, &Run::readers});
}

bool Run::migrates() {
  if (!through({&Run::bind, &Run::offers, &Run::connects, &Run::refusals, &Run::forgets})) return false;
  side_by_side(routes_, [&](RouteRun& route) {
    if (route.takes_part()) migrate_tables(context_, route);
  });
  return !context_.ledger.refused();
}

bool Run::through(std::initializer_list<Stage> stages) {
  for (Stage const stage : stages) {
    if ((this->*stage)() == Then::over || context_.stop().stop_requested()) return false;
  }
  return true;
}

Run::Then Run::bind() {
  auto const bind_one = [&](state::Role role, std::string const& name, std::string const& plugin) {
    Result<void> const bound = context_.state.bind(role, name, plugin);
    if (bound) return;
    if (bound.error().code() == Errc::conflict) {
      context_.ledger.refuse(bound.error().message());
    } else {
      (void)context_.fault(bound.error());
    }
  };
  for (SourceEnd const& source : job_.sources) bind_one(state::Role::source, source.name, source.plugin_id);
  for (DestinationEnd const& end : job_.destinations) bind_one(state::Role::destination, end.name, end.plugin_id);
  return context_.ledger.refused() || context_.ledger.faulted() ? Then::over : Then::go_on;
}

Run::Then Run::offers() {
  std::mutex mutex;
  std::vector<std::string> selected;
  bool all_known = true;
  side_by_side(sources_, [&](SourceRun& source) {
    Result<std::vector<TableInfo>> offered = retried(context_, "discover " + source.end->name, context_.reading_stop(),
                                                     [&] { return discover(*source.end); });
    std::lock_guard const lock{mutex};
    if (!offered) {
      all_known = false;
      drop(routes_of(source), offered.error());
      context_.ledger.source_failed(source.end->name, offered.error(), true);
      return;
    }
    source.plan = plan_source(*source.end->config, *offered);
    for (std::string const& error : source.plan.errors) context_.ledger.refuse(error);
    for (TablePlan const& table : source.plan.tables) selected.push_back(table.info.name);
    keep_part(source.plan, *source.end->config, context_.options.only_tables);
    if (source.plan.tables.empty() && !context_.options.only_tables.empty()) return pass_over(routes_of(source));
    source.layouts = std::make_unique<Layouts>(*std::move(offered), source.plan);
  });
  if (all_known) {
    for (std::string const& error : unmatched(context_.options.only_tables, selected)) context_.ledger.refuse(error);
  }
  for (RouteRun& route : routes_) {
    for (TablePlan const& table : route.source->plan.tables)
      context_.ledger.add_table(route.index, table.info.name, table.read);
  }
  return context_.ledger.refused() ? Then::over : Then::go_on;
}

Run::Then Run::connects() {
  side_by_side(routes_, [&](RouteRun& route) {
    if (!route.source->layouts) return;
    RouteSetup const setup{.index = route.index,
                           .route = route.route,
                           .destination = route.destination,
                           .plan = {},
                           .layouts = route.source->layouts.get(),
                           .source_who = route.source->end->who};
    route.committer = std::make_unique<Committer>(context_, setup);
    Result<void> const connected = connect(context_, route);
    if (!connected && route.connected) route.committer->fail_early(connected.error());
  });
  return Then::go_on;
}

// The state file was lost, or another one was used, and the clock went back: rows of this sync would look older than
// those that are there, and what is stale would stay for ever.
Run::Then Run::clocks() {
  std::int64_t latest = 0;
  for (RouteRun const& route : routes_) {
    latest = std::max(latest, route.memory.record.time_us);
    for (auto const& [split, open] : route.memory.cursors) {
      if (open.envelope.sync_id != context_.sync.id) latest = std::max(latest, open.envelope.sync_time_us);
    }
  }
  bool const is_later = latest < context_.sync.sync_time_us;
  if (is_later || context_.options.resume || context_.options.purpose == Purpose::preview) return Then::go_on;
  Result<std::int64_t> const later = context_.state.put_off(context_.sync.id, latest + 1);
  if (!later) {
    (void)context_.fault(later.error());
    return Then::over;
  }
  context_.sync.sync_time_us = *later;
  side_by_side(routes_, [&](RouteRun& route) {
    if (!route.connected || route.committer->failed()) return;
    context_.ledger.note(route.index,
                         "the clock is behind an earlier sync: this one counts as later than that all the same");
    // A writer is told the time when it is opened.
    Result<void> const opened = retried(context_, "open " + route.route.destination, context_.reading_stop(),
                                        [&] { return route.committer->open(); });
    if (opened) return;
    route.connected = false;
    route.committer->fail_early(opened.error());
  });
  return Then::go_on;
}

Run::Then Run::refusals() {
  for (RouteRun& route : routes_) {
    if (!route.committer) continue;
    std::optional<std::uint32_t> capabilities;
    if (route.connected) capabilities = route.committer->writer().capabilities();
    RoutePlan plan =
        plan_route(*route.source->end->config, *route.destination->config, route.source->plan, capabilities);
    for (std::string const& error : plan.errors) context_.ledger.refuse(error);
    for (std::string const& note : plan.notes) context_.ledger.note(route.index, note);
    route.committer->set_plan(std::move(plan));
  }
  return context_.ledger.refused() ? Then::over : Then::go_on;
}

// A table belongs to all routes into its destination: what one of them makes anew, each of them reads again.
Run::Then Run::forgets() {
  std::map<std::string, std::set<std::string>> lost;  // by destination
  side_by_side(routes_, [&](RouteRun& route) {
    if (!route.takes_part()) return;
    Result<std::set<std::string>> tables = lost_tables(context_, route);
    if (!tables) return route.committer->fail_early(tables.error());
    std::lock_guard const lock{mutex_};
    lost[route.route.destination].merge(*tables);
  });
  side_by_side(routes_, [&](RouteRun& route) {
    auto const found = lost.find(route.route.destination);
    if (!route.takes_part() || found == lost.end()) return;
    Result<void> const forgotten = forget_lost(context_, route, found->second);
    if (!forgotten) route.committer->fail_early(forgotten.error());
  });
  return context_.ledger.faulted() ? Then::over : Then::go_on;
}

std::vector<RouteRun*> Run::routes_of(SourceRun const& source) {
  std::vector<RouteRun*> routes;
  for (RouteRun& route : routes_) {
    if (route.source == &source) routes.push_back(&route);
  }
  return routes;
}

void Run::drop(std::vector<RouteRun*> const& routes, Error const& why) {
  for (RouteRun* route : routes) context_.ledger.route_never_started(route->index, why.message());
}

void Run::pass_over(std::vector<RouteRun*> const& routes) {
  for (RouteRun* route : routes) context_.ledger.route_not_asked_for(route->index);
}

Run::Then Run::prepares() {
  side_by_side(routes_, [&](RouteRun& route) {
    if (!route.reader) return;
    Result<void> const prepared = prepare(context_, route);
    if (!prepared) route.committer->fail(prepared.error());
  });
  return context_.ledger.refused() ? Then::over : Then::go_on;
}

void Run::scans() {
  std::deque<Lane> lanes;
  std::vector<Reader*> readers;
  for (Reader& reader : readers_) {
    for (Committer* committer : reader.committers) reader.lanes.push_back(&lanes.emplace_back(*committer));
    readers.push_back(&reader);
  }
  std::jthread const watchdog{[&](std::stop_token const& over) { watch(readers, over); }};
  bool again = true;
  while (again && !context_.reading_stop().stop_requested()) {
    Pool{context_, readers}.run();
    again = false;
    for (Reader* reader : readers) again = restart_expired(*reader) || again;
  }
}

bool Run::restart_expired(Reader& reader) {
  Anew anew;
  std::set<std::string> from_start;
  std::vector<Split> all;
  for (SplitRun const& each : reader.splits) {
    Split const& split = each.split();
    all.push_back(split);
    std::optional<Error> const why = each.expired();
    if (!why) continue;
    from_start.insert(split.id);
    for (RouteRun& route : routes_) {
      if (route.reader == &reader)
        context_.ledger.note(route.index, "split '" + split.id + "' is read from its start, because the source could " +
                                              "not go on from the saved cursor (" + why->message() + ")");
    }
    if (split.read != Read::full) continue;
    anew.splits.insert(split.id);
    for (std::string const& table : split.tables) anew.places.emplace(table, split.scope);
  }
  if (from_start.empty()) return false;
  close_over(all, anew);
  from_start.insert(anew.splits.begin(), anew.splits.end());
  for (RouteRun& route : routes_) {
    if (route.reader != &reader || route.committer->failed()) continue;
    Result<void> const removed = start_anew(context_, route, anew);
    if (!removed) route.committer->fail(removed.error());
  }
  for (SplitRun& each : reader.splits) {
    if (from_start.contains(each.split().id)) each.restart();
  }
  return true;
}

// A destination that hangs must not hold the scans that it shares with others for ever.
void Run::watch(std::vector<Reader*> const& readers, std::stop_token const& over) {
  std::int64_t const pause = std::clamp<std::int64_t>(context_.options.stall_timeout.count() / 8, 5, 1000);
  plugins::HostServices clock{over};
  while (!over.stop_requested()) {
    clock.sleep_ms(pause);
    for (Reader const* reader : readers) {
      for (Committer* committer : reader->committers) committer->watch(std::chrono::steady_clock::now());
    }
  }
}

void Run::finishes() {
  side_by_side(routes_, [&](RouteRun& route) {
    if (!route.reader) return;
    judge(context_, route);
    finish(context_, route);
  });
}

}  // namespace oar::sync
