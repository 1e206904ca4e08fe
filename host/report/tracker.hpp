#pragma once
// Listens to a sync: logs what matters at once, and keeps count for the displays.

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "host/report/board.hpp"
#include "host/report/log.hpp"
#include "host/sync/events.hpp"

namespace oar::report {

using Clock = std::function<std::chrono::steady_clock::time_point()>;

// May be used from any thread. The log outlives it.
class Tracker final : public sync::Events {
 public:
  Tracker(Log& log, Clock clock) : log_{log}, clock_{std::move(clock)}, started_{clock_()} {}

  // The rates in it are smoothed over the last few calls.
  Board snapshot();

  // From a table's first row read to its last one durable; zero when nothing of it moved.
  std::chrono::milliseconds time_of(sync::Route const& route, std::string_view table) const;

  void stopping();

  void sync_started(sync::SyncStarted const& sync) override;
  void split_started(std::string_view source, std::string_view split) override;
  void table_read(sync::TableRead const& read) override;
  void table_written(sync::TableWritten const& written) override;
  void warned(sync::Warning const& warning) override;
  void table_failed(sync::Route const& route, std::string_view table, Error const& error) override;
  void route_failed(sync::Route const& route, Error const& error) override;
  void source_failed(std::string_view source, Error const& error) override;
  void destination_failed(std::string_view destination, Error const& error) override;
  void retrying(std::string_view what, int attempt, std::int64_t after_ms, Error const& error) override;
  std::string without_secrets(std::string text) override;
  bool log_enabled(std::int32_t level) override;
  void log(sync::LogLine const& line) override;

 private:
  using Time = std::chrono::steady_clock::time_point;
  // As a source reads it.
  struct Reading {
    std::uint64_t rows = 0;
    Time first{};
    Time last{};
    double rate = 0;
    std::uint64_t rows_at_snapshot = 0;
  };
  struct Line {
    sync::Route route;
    std::string table;
    std::uint64_t rows = 0;
    Time last{};
    bool failed = false;
  };

  Reading& reading(std::string_view source, std::string_view table);
  Line& line(sync::Route const& route, std::string_view table);
  void update_rates(Time now);
  void failed(std::string_view what, Error const& error);

  Log& log_;
  Clock const clock_;
  Time const started_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::map<std::pair<std::string, std::string>, Reading> readings_;
  std::map<std::pair<sync::Route, std::string>, std::size_t> index_;
  std::vector<Line> lines_;
  std::vector<sync::Route> routes_;
  Time last_snapshot_{};
  std::uint64_t warnings_ = 0;
  std::uint64_t failures_ = 0;
  bool stopping_ = false;
};

}  // namespace oar::report
