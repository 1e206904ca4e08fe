// Who reads together: each source is asked for a plan per group of routes that stand at the same place.

#include <algorithm>

#include "host/contract/misbehaved.hpp"
#include "host/sync/retry.hpp"
#include "host/sync/run.hpp"
#include "host/sync/side_by_side.hpp"
#include "host/sync/splits.hpp"
#include "host/sync/uncovered.hpp"

namespace oar::sync {

Run::Then Run::readers() {
  side_by_side(sources_, [&](SourceRun& source) { plan_readers(source); });
  return Then::go_on;
}

void Run::plan_readers(SourceRun& source) {
  std::vector<RouteRun*> usable;
  std::vector<Memory const*> memories;
  for (RouteRun* route : routes_of(source)) {
    if (!route->takes_part()) continue;
    usable.push_back(route);
    memories.push_back(&route->memory);
  }
  oar_plan* first = nullptr;
  for (std::vector<std::size_t> const& group : group_routes(memories)) {
    std::vector<RouteRun*> routes;
    for (std::size_t i : group) routes.push_back(usable[i]);
    Result<void> const planned = plan_reader(source, routes, source.end->name, first);
    if (!planned) {
      Error const why = Error{planned.error()}.within("plan");
      drop(routes, why);
      context_.ledger.source_failed(source.end->name, why, true);
    }
    for (RouteRun const* route : routes) {
      if (!first && route->reader) first = route->reader->plan.get();
    }
  }
}

Result<Planned> Run::ask_source(SourceRun& source, std::vector<RouteRun*> const& routes, PlanRequest request) {
  Result<Planned> answer = retried(context_, "plan " + source.end->name, context_.reading_stop(), [&] {
    return ask_for_plan(source.end->plugin, *source.end->api, source.plan, request);
  });
  bool const expired = !answer && answer.error().code() == Errc::cursor_expired;
  if (expired && context_.options.on_expired == OnExpired::resync) {
    Memory const none;
    for (RouteRun* route : routes)
      context_.ledger.note(route->index,
                           "everything is read from its start, because the source could not go on from the "
                           "saved cursors (" +
                               answer.error().message() + ")");
    request.memory = &none;
    answer = ask_for_plan(source.end->plugin, *source.end->api, source.plan, request);
  }
  return contract::named(std::move(answer), source.end->who);
}

Result<Planned> Run::cover(SourceRun& source, std::vector<RouteRun*>& routes, PlanRequest request, Planned planned) {
  Uncovered const again = uncovered_tables(planned.splits, *request.memory);
  if (again.empty()) return planned;
  std::unique_ptr<oar_plan, Reader::ReleasePlan> const unused{planned.plan};
  std::erase_if(routes, [&](RouteRun* route) {
    std::optional<std::string> const why = doubled_by(again, planned.splits, route->committer->setup().plan);
    if (why) route->committer->fail_early(Error::of(Errc::config, *why));
    return why.has_value();
  });
  if (routes.empty()) return Planned{};
  for (RouteRun* route : routes) {
    for (auto const& [split, tables] : again) {
      context_.ledger.note(route->index, told(split, tables));
      route->read_again.push_back(split);
      route->committer->forget_cursor(split);
    }
  }
  Memory const rest = without(*request.memory, again);
  request.memory = &rest;
  return ask_source(source, routes, request);
}

Result<void> Run::plan_reader(SourceRun& source, std::vector<RouteRun*> routes, std::string const& name,
                              oar_plan* bounds_of) {
  PlanRequest const request{.reader = name,
                            .want_splits = context_.options.concurrency,
                            .memory = &routes.front()->memory,
                            .bounds_of = bounds_of};
  Planned planned = OAR_TRY(ask_source(source, routes, request));
  planned = OAR_TRY(cover(source, routes, request, std::move(planned)));
  std::unique_ptr<oar_plan, Reader::ReleasePlan> plan{planned.plan};
  if (routes.empty()) return {};
  for (RouteRun* route : routes) OAR_TRY(check_whole(planned.splits, route->memory, source.plan));
  bool const acknowledged = std::any_of(planned.splits.begin(), planned.splits.end(),
                                        [](Split const& split) { return split.has(OAR_SPLIT_ACKED); });
  if (acknowledged && name == source.end->name) {
    // What is acknowledged upstream is gone there: every route needs a reader of its own.
    plan.reset();
    for (RouteRun* route : routes) {
      std::string const own = source.end->name + "/" + route->route.destination;
      OAR_TRY(plan_reader(source, {route}, own, nullptr));
    }
    return {};
  }
  std::lock_guard const lock{mutex_};
  Reader& reader = readers_.emplace_back();
  reader.source = &source;
  reader.name = name;
  reader.plan = std::move(plan);
  reader.acknowledge = acknowledged || routes.size() == routes_of(source).size();
  for (RouteRun* route : routes) {
    Shape const shape = shape_of(*route->destination->config);
    auto const place = std::find(reader.shapes.begin(), reader.shapes.end(), shape);
    route->committer->join(reader.committers.size(), static_cast<std::size_t>(place - reader.shapes.begin()));
    if (place == reader.shapes.end()) reader.shapes.push_back(shape);
    reader.committers.push_back(route->committer.get());
    route->reader = &reader;
  }
  if (context_.options.resume) {
    Anew const anew = resume(planned.splits, routes.front()->memory);  // the same for all of them
    for (RouteRun* route : routes) route->anew = anew;
  }
  for (Split& split : planned.splits)
    reader.splits.emplace_back(reader, std::move(split), routes.size(), reader.acknowledge);
  tell_resumed(reader, routes);
  return {};
}

void Run::tell_resumed(Reader const& reader, std::vector<RouteRun*> const& routes) {
  for (RouteRun const* route : routes) {
    std::uint64_t resumed = 0;
    std::int64_t latest = 0;
    for (SplitRun const& split : reader.splits) {
      if (split.split().start_cursor.empty() && !split.split().finished) continue;
      ++resumed;
      auto const known = route->memory.cursors.find(split.split().id);
      if (known != route->memory.cursors.end()) latest = std::max(latest, known->second.envelope.sync_time_us);
    }
    context_.ledger.resumed(route->index, resumed, latest);
  }
}

}  // namespace oar::sync
