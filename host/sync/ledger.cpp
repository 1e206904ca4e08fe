#include "host/sync/ledger.hpp"

#include <oar/abi/host/log.h>

#include <algorithm>

namespace oar::sync {
namespace {

constexpr std::size_t kept_warnings = 1000;

void add(Counts& to, Counts const& more) {
  to.rows += more.rows;
  to.bytes += more.bytes;
  to.deleted += more.deleted;
}

void add_once(std::vector<std::string>& to, std::string const& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

Status status_of(RouteSummary const& route, bool route_failed) {
  auto const count = [&](Status status) {
    return std::count_if(route.tables.begin(), route.tables.end(),
                         [&](TableSummary const& table) { return table.status == status; });
  };
  auto const tables = static_cast<std::ptrdiff_t>(route.tables.size());
  if (route_failed || route.never_started) return Status::failed;
  if (count(Status::cancelled) > 0) return Status::cancelled;
  if (tables > 0 && count(Status::failed) == tables) return Status::failed;
  return count(Status::done) == tables ? Status::done : Status::partial;
}

}  // namespace

RouteIndex Ledger::add_route(Route const& route) {
  std::lock_guard const lock{mutex_};
  RouteSummary summary;
  summary.route = route;
  summary_.routes.push_back(std::move(summary));
  return summary_.routes.size() - 1;
}

void Ledger::add_table(RouteIndex route, std::string const& table, Read read) {
  std::lock_guard const lock{mutex_};
  TableSummary summary;
  summary.table = table;
  summary.incremental = read == Read::incremental;
  summary_.routes[route].tables.push_back(std::move(summary));
}

void Ledger::note(RouteIndex route, std::string const& note) {
  std::lock_guard const lock{mutex_};
  add_once(summary_.routes[route].notes, note);
}

void Ledger::resumed(RouteIndex route, std::uint64_t splits, std::int64_t latest_us) {
  std::lock_guard const lock{mutex_};
  summary_.routes[route].cursors_resumed = splits;
  summary_.routes[route].resumed_from = splits > 0 ? rfc3339(latest_us) : std::string{};
}

void Ledger::removed(RouteIndex route, std::uint64_t rows) {
  std::lock_guard const lock{mutex_};
  summary_.routes[route].removed_rows += rows;
}

void Ledger::read(std::string_view source, std::string const& table, Counts const& more) {
  Counts sum;
  {
    std::lock_guard const lock{mutex_};
    Counts& counts = read_[{std::string{source}, table}];
    add(counts, more);
    sum = counts;
  }
  events_.table_read({.source = source, .table = table, .counts = sum});
}

void Ledger::written(RouteIndex route, std::map<std::string, Counts> const& more) {
  for (auto const& [table, counts] : more) {
    Counts sum;
    Route name;
    {
      std::lock_guard const lock{mutex_};
      TableSummary* const summary = find(route, table);
      if (!summary) continue;
      add(summary->counts, counts);
      sum = summary->counts;
      name = summary_.routes[route].route;
    }
    events_.table_written({.route = name, .table = table, .counts = sum});
  }
}

void Ledger::rejected(RouteIndex route, std::string const& table, std::uint64_t rows) {
  std::lock_guard const lock{mutex_};
  if (TableSummary* const summary = find(route, table)) summary->rejects += rows;
}

std::uint64_t Ledger::rejects(RouteIndex route, std::string const& table) const {
  std::lock_guard const lock{mutex_};
  std::uint64_t sum = 0;
  for (TableSummary const& each : summary_.routes[route].tables) sum += each.table == table ? each.rejects : 0;
  return sum;
}

void Ledger::warn(Warning const& warning) {
  {
    std::lock_guard const lock{mutex_};
    ++summary_.warnings_count;
    if (summary_.warnings.size() < kept_warnings) summary_.warnings.push_back(warning);
    for (RouteSummary& route : summary_.routes) {
      if (!warning.source.empty() && route.route.source != warning.source) continue;
      if (!warning.destination.empty() && route.route.destination != warning.destination) continue;
      for (TableSummary& table : route.tables) {
        if (table.table == warning.table) ++table.warnings;
      }
    }
  }
  events_.warned(warning);
}

void Ledger::log(LogLine const& line) {
  if (events_.log_enabled(line.level)) events_.log(line);
}

void Ledger::retrying(std::string_view what, int attempt, std::int64_t after_ms, Error const& why) {
  events_.retrying(what, attempt, after_ms, why);
}

void Ledger::table_failed(RouteIndex route, std::string const& table, Error const& why) {
  Route name;
  {
    std::lock_guard const lock{mutex_};
    TableSummary* const summary = find(route, table);
    if (!summary) return;
    summary->status = Status::failed;
    add_once(summary->errors, why.message());
    name = summary_.routes[route].route;
  }
  events_.table_failed(name, table, why);
}

void Ledger::table_held(RouteIndex route, std::string const& table, std::string const& why) {
  std::lock_guard const lock{mutex_};
  TableSummary* const summary = find(route, table);
  if (!summary) return;
  if (summary->status == Status::done) summary->status = Status::partial;
  add_once(summary->notes, why);
}

void Ledger::interrupted() {
  std::lock_guard const lock{mutex_};
  summary_.interrupted = true;
}

void Ledger::table_interrupted(RouteIndex route, std::string const& table) {
  std::lock_guard const lock{mutex_};
  TableSummary* const summary = find(route, table);
  if (summary && summary->status != Status::failed) summary->status = Status::cancelled;
}

void Ledger::route_failed(RouteIndex route, Error const& why) {
  Route name;
  {
    std::lock_guard const lock{mutex_};
    RouteSummary& summary = summary_.routes[route];
    add_once(summary.errors, why.message());
    failed_routes_.insert(route);
    name = summary.route;
  }
  events_.route_failed(name, why);
}

void Ledger::route_failed_early(RouteIndex route, Error const& why) {
  {
    std::lock_guard const lock{mutex_};
    for (TableSummary& table : summary_.routes[route].tables) table.status = Status::failed;
  }
  route_failed(route, why);
}

void Ledger::route_not_asked_for(RouteIndex route) {
  std::lock_guard const lock{mutex_};
  not_asked_for_.insert(route);
}

void Ledger::route_never_started(RouteIndex route, std::string const& why) {
  std::lock_guard const lock{mutex_};
  RouteSummary& summary = summary_.routes[route];
  summary.never_started = true;
  add_once(summary.errors, why);
  for (TableSummary& table : summary.tables) table.status = Status::failed;
}

void Ledger::source_failed(std::string const& source, Error const& why, bool before_any_row) {
  {
    std::lock_guard const lock{mutex_};
    summary_.failed_sources.push_back({source, why.message(), before_any_row});
  }
  events_.source_failed(source, why);
}

void Ledger::destination_failed(std::string const& destination, Error const& why, bool before_any_row) {
  {
    std::lock_guard const lock{mutex_};
    for (EndSummary const& end : summary_.failed_destinations) {
      if (end.name == destination && end.error == why.message()) return;
    }
    summary_.failed_destinations.push_back({destination, why.message(), before_any_row});
  }
  events_.destination_failed(destination, why);
}

void Ledger::refuse(std::string const& why) {
  std::lock_guard const lock{mutex_};
  add_once(summary_.refused, why);
}

void Ledger::fault(Error const& why) {
  std::lock_guard const lock{mutex_};
  if (!summary_.fault) summary_.fault = why;
}

bool Ledger::whole(RouteIndex route) const {
  std::lock_guard const lock{mutex_};
  RouteSummary const& summary = summary_.routes[route];
  return !failed_routes_.contains(route) && summary.errors.empty() &&
         std::all_of(summary.tables.begin(), summary.tables.end(),
                     [](TableSummary const& table) { return table.status == Status::done && table.rejects == 0; });
}

bool Ledger::faulted() const {
  std::lock_guard const lock{mutex_};
  return summary_.fault.has_value();
}

bool Ledger::refused() const {
  std::lock_guard const lock{mutex_};
  return !summary_.refused.empty();
}

Summary Ledger::finish() {
  std::lock_guard const lock{mutex_};
  for (RouteIndex route = 0; route < summary_.routes.size(); ++route) {
    summary_.routes[route].status = status_of(summary_.routes[route], failed_routes_.contains(route));
  }
  for (auto route = not_asked_for_.rbegin(); route != not_asked_for_.rend(); ++route)
    summary_.routes.erase(summary_.routes.begin() + static_cast<std::ptrdiff_t>(*route));
  return std::move(summary_);
}

TableSummary* Ledger::find(RouteIndex route, std::string const& table) {
  std::vector<TableSummary>& tables = summary_.routes[route].tables;
  auto const found =
      std::find_if(tables.begin(), tables.end(), [&](TableSummary const& each) { return each.table == table; });
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace oar::sync
