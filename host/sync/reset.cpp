#include "host/sync/reset.hpp"

#include <algorithm>
#include <chrono>

#include "state/uuid.hpp"

namespace oar::sync {
namespace {

std::int64_t now_us() {
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

// Of no sync: it only names the transactions.
state::Sync nameless() { return {.id = state::uuid_v4(), .sync_time_us = now_us()}; }

}  // namespace

Reset::Reset(Job const& job, state::StateFile& state, Events& events, std::stop_token stop)
    : ledger_{events}, context_{job.options, state, ledger_, nameless(), now_us(), stop, stop} {
  for (SourceEnd const& source : job.sources) {
    SourceRun& run = sources_.emplace_back();
    run.end = &source;
    for (DestinationEnd const& destination : job.destinations) {
      auto const& names = source.config->destinations;
      if (std::find(names.begin(), names.end(), destination.name) == names.end()) continue;
      RouteRun& route = routes_.emplace_back();
      route.source = &run;
      route.route = {.source = source.name, .destination = destination.name};
      route.destination = &destination;
      route.index = ledger_.add_route(route.route);
      route.committer = std::make_unique<Committer>(
          context_,
          RouteSetup{
              .index = route.index, .route = route.route, .destination = &destination, .plan = {}, .layouts = nullptr});
    }
  }
}

std::vector<RouteStand> Reset::look() {
  std::vector<RouteStand> stands;
  for (RouteRun& route : routes_) {
    RouteStand& stand = stands.emplace_back();
    stand.route = route.route;
    Result<std::vector<state::Cursor>> records = open_route(context_, route);
    if (!records) {
      stand.error = records.error().message();
      continue;
    }
    for (state::Cursor& record : *records) {
      route.committer->remember_epoch(record.split_id, record.epoch);
      if (record.split_id != route_record) stand.records.push_back(std::move(record));
    }
  }
  return stands;
}

Result<void> Reset::forget(Route const& wanted, std::vector<std::string> const& splits, Whole whole) {
  RouteRun* const route = find(wanted);
  if (!route || !route->connected) return Error::of(Errc::not_found, "the route is not connected");
  std::vector<state::Cursor> records;
  for (std::string const& split : splits) records.push_back(route->committer->next_record(split, {}));
  if (whole == Whole::yes && route->committer->remembers(route_record))
    records.push_back(route->committer->next_record(route_record, {}));
  OAR_TRY(route->committer->transact([](Transaction&) -> Result<void> { return {}; }, std::move(records)));
  if (whole == Whole::no) return {};
  OAR_TRY(context_.state.reset({.source = wanted.source, .destination = wanted.destination}));
  return {};
}

RouteRun* Reset::find(Route const& route) {
  for (RouteRun& each : routes_) {
    if (each.route == route) return &each;
  }
  return nullptr;
}

}  // namespace oar::sync
