// Counts per route and table under one lock; events come per batch, not per row.
#include "host/report/tracker.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/report/text.hpp"

namespace oar::report {
namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::chrono::seconds idle_after{2};
constexpr double smoothing_seconds = 3;

std::string route_text(sync::Route const& route) { return route.source + " -> " + route.destination; }

std::string place_of(std::string_view source, std::string_view destination) {
  if (source.empty() || destination.empty()) return std::string(source.empty() ? destination : source);
  return std::string(source).append(" -> ").append(destination);
}

}  // namespace

Tracker::Reading& Tracker::reading(std::string_view source, std::string_view table) {
  auto& found = readings_[{std::string(source), std::string(table)}];
  if (found.first == Time{}) found.first = clock_();
  return found;
}

Tracker::Line& Tracker::line(sync::Route const& route, std::string_view table) {
  auto const [at, is_new] = index_.try_emplace({route, std::string(table)}, lines_.size());
  if (is_new) lines_.push_back({.route = route, .table = std::string(table)});
  return lines_[at->second];
}

void Tracker::sync_started(sync::SyncStarted const& sync) {
  log_.debug("sync " + sync.sync_id + " started");
  std::lock_guard const lock{mutex_};
  routes_ = sync.routes;
}

void Tracker::split_started(std::string_view source, std::string_view split) {
  if (log_.keeps(Level::debug, false)) log_.debug(std::string(source).append(": reading ").append(split));
}

void Tracker::table_read(sync::TableRead const& read) {
  std::lock_guard const lock{mutex_};
  auto& found = reading(read.source, read.table);
  found.rows = read.counts.rows;
  found.last = clock_();
  for (auto const& route : routes_)
    if (route.source == read.source) line(route, read.table);
}

void Tracker::table_written(sync::TableWritten const& written) {
  std::lock_guard const lock{mutex_};
  auto& found = line(written.route, written.table);
  found.rows = written.counts.rows;
  found.last = clock_();
}

void Tracker::warned(sync::Warning const& warning) {
  if (log_.keeps(Level::warn, true)) {
    auto origin = place_of(warning.source, warning.destination);
    if (!warning.table.empty()) origin.append(origin.empty() ? "" : ": ").append(warning.table);
    log_.write(Level::warn, origin.empty() ? std::string("sync") : origin, warning.message);
  }
  std::lock_guard const lock{mutex_};
  ++warnings_;
}

void Tracker::failed(std::string_view what, Error const& error) {
  log_.error(std::string(what).append(": ").append(error.message()));
  std::lock_guard const lock{mutex_};
  ++failures_;
}

void Tracker::table_failed(sync::Route const& route, std::string_view table, Error const& error) {
  {
    std::lock_guard const lock{mutex_};
    // Told again when its stale rows are not deleted either.
    if (std::exchange(line(route, table).failed, true)) return;
  }
  failed(route_text(route).append(": ").append(table), error);
}

void Tracker::route_failed(sync::Route const& route, Error const& error) {
  failed(route_text(route), error);
  std::lock_guard const lock{mutex_};
  for (auto& each : lines_)
    if (each.route == route) each.failed = true;
}

void Tracker::source_failed(std::string_view source, Error const& error) { failed(source, error); }
void Tracker::destination_failed(std::string_view destination, Error const& error) { failed(destination, error); }

void Tracker::retrying(std::string_view what, int attempt, std::int64_t after_ms, Error const& error) {
  log_.info(std::string(what) + ": attempt " + std::to_string(attempt) + " failed, trying again in " +
            duration_text(milliseconds{after_ms}) + ": " + error.message());
}

std::string Tracker::without_secrets(std::string text) { return log_.without_secrets(text); }

bool Tracker::log_enabled(std::int32_t level) { return log_.keeps(level_of_plugin(level), true); }

void Tracker::log(sync::LogLine const& line) {
  auto const level = level_of_plugin(line.level);
  if (level == Level::warn) return;  // arrives in warned() too, which also brings the host's own
  log_.write(level, place_of(line.source, line.destination), line.message, line.fields_json);
}

void Tracker::stopping() {
  std::lock_guard const lock{mutex_};
  stopping_ = true;
}

void Tracker::update_rates(Time now) {
  auto const since = last_snapshot_ == Time{} ? now - started_ : now - last_snapshot_;
  auto const seconds = duration<double>(since).count();
  if (seconds <= 0) return;
  double const weight = last_snapshot_ == Time{} ? 1 : 1 - std::exp(-seconds / smoothing_seconds);
  for (auto& [key, each] : readings_) {
    auto const moved = static_cast<double>(each.rows - std::min(each.rows, each.rows_at_snapshot)) / seconds;
    each.rate += weight * (moved - each.rate);
    each.rows_at_snapshot = each.rows;
  }
  last_snapshot_ = now;
}

Board Tracker::snapshot() {
  auto const now = clock_();
  std::lock_guard const lock{mutex_};
  update_rates(now);
  Board board{.elapsed = duration_cast<milliseconds>(now - started_),
              .warnings = warnings_,
              .failures = failures_,
              .stopping = stopping_};
  for (auto const& each : lines_) {
    auto const& read = readings_[{each.route.source, each.table}];
    bool const idle = now - std::max(read.last, each.last) > idle_after;
    auto const state = each.failed ? TableState::failed
                       : read.rows > each.rows
                           ? (now - read.last > idle_after ? TableState::writing : TableState::reading)
                       : idle ? TableState::durable
                              : TableState::reading;
    board.lines.push_back(
        {each.route.source, each.route.destination, each.table, each.rows, read.rows, idle ? 0 : read.rate, state});
    board.rows += each.rows;
  }
  for (auto const& [key, each] : readings_) board.rate += each.rate;
  return board;
}

milliseconds Tracker::time_of(sync::Route const& route, std::string_view table) const {
  std::lock_guard const lock{mutex_};
  auto const read = readings_.find({route.source, std::string(table)});
  auto const written = index_.find({route, std::string(table)});
  if (read == readings_.end() || written == index_.end()) return milliseconds{0};
  auto const last = std::max(lines_[written->second].last, read->second.last);
  return duration_cast<milliseconds>(last - read->second.first);
}

}  // namespace oar::report
