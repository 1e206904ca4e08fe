#pragma once
// A source that lives in the test: each split is a script of steps, and its cursor is the number of the next step.

#include <oar/abi/source.h>
#include <oar/rows.hpp>
#include <oar/table.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace oar::test {

// A door that a test opens. A cancelled scan passes it with OAR_E_CANCELLED.
class Gate {
 public:
  void open() {
    std::lock_guard const lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }
  // Returns when a scan stands before it.
  void await_arrival() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return arrived_; });
  }
  void pass(std::atomic<bool> const& cancelled) {
    std::unique_lock lock{mutex_};
    arrived_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_ || cancelled.load(); });
  }
  void wake() {
    std::lock_guard const lock{mutex_};
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  bool arrived_ = false;
};

struct Step {
  enum class Kind { rows, keys, checkpoint, declare, table_error, fail, kind, for_ever, gate, found };
  Kind kind = Kind::rows;
  std::string table = {};
  std::int64_t from = 0;  // rows and keys: ids from..to
  std::int64_t to = 0;
  std::string text = {};                 // rows: of column `text`; errors: the message
  oar_status status = OAR_E_IO;          // errors
  bool retryable = false;                // errors
  std::int64_t retry_after_ms = 0;       // errors
  int times = 1 << 30;                   // errors: how often, then no more
  std::int32_t raw_kind = 0;             // kind, for_ever: a message of this kind
  std::uint32_t layout = 0;              // kind: of this layout
  Gate* door = nullptr;                  // gate
  std::string split = {};                // found: id
  std::vector<std::string> tables = {};  // found
};

inline Step rows(std::string table, std::int64_t from, std::int64_t to, std::string text = "a") {
  return {.kind = Step::Kind::rows, .table = std::move(table), .from = from, .to = to, .text = std::move(text)};
}
inline Step keys(std::string table, std::int64_t from, std::int64_t to) {
  return {.kind = Step::Kind::keys, .table = std::move(table), .from = from, .to = to};
}
inline Step checkpoint() { return {.kind = Step::Kind::checkpoint}; }
inline Step table_error(std::string table) {
  return {
      .kind = Step::Kind::table_error, .table = std::move(table), .text = "not allowed", .status = OAR_E_PERMISSION};
}
inline Step fail(oar_status status, bool retryable = false, int times = 1 << 30) {
  return {.kind = Step::Kind::fail, .text = "made to fail", .status = status, .retryable = retryable, .times = times};
}
inline Step kind(std::int32_t raw_kind, std::uint32_t layout = 0) {
  return {.kind = Step::Kind::kind, .raw_kind = raw_kind, .layout = layout};
}
inline Step for_ever(std::int32_t raw_kind) { return {.kind = Step::Kind::for_ever, .raw_kind = raw_kind}; }
inline Step gate(Gate& door) { return {.kind = Step::Kind::gate, .door = &door}; }
inline Step found(std::string split, std::vector<std::string> tables) {
  return {.kind = Step::Kind::found, .split = std::move(split), .tables = std::move(tables)};
}
// Another column from here on.
inline Step declare(std::string table) { return {.kind = Step::Kind::declare, .table = std::move(table)}; }

struct FakeSplit {
  std::string id;
  std::string scope = "all";
  std::vector<std::string> tables;
  std::vector<Step> steps;
  std::uint32_t flags = 0;
  bool planned = true;       // false: only there to be found
  bool end_cursor = true;    // END tells where it ended
  bool starts_anew = false;  // whatever cursor a scan is given
};

class FakeSource {
 public:
  FakeSource();
  FakeSource(FakeSource const&) = delete;

  // What a test sets up before a sync.
  std::vector<Table> tables;
  std::vector<FakeSplit> splits;
  bool unreachable = false;
  int busy_discovers = 0;  // so many fail in a way that may pass
  int busy_plans = 0;

  FakeSplit& split(std::string const& id);

  // What it saw.
  struct Seen {
    std::vector<std::map<std::string, std::string>> plans;   // the states given to each
    std::vector<std::pair<std::string, std::string>> scans;  // split and cursor
    std::vector<std::pair<std::string, std::string>> acknowledged;
    int open_scans = 0;
    int empty_messages = 0;  // of steps that say nothing for ever
  };
  Seen seen() const;

  oar_plugin* plugin() { return &plugin_; }
  oar_source const* api() const { return &api_; }

 private:
  friend struct FakeScan;
  friend struct FakeSourceCalls;

  oar_plugin plugin_{};
  oar_source api_{};
  mutable std::mutex mutex_;
  Seen seen_;  // guarded by mutex_
};

// The table all tests use: key `id`, and `text`.
inline Table keyed(std::string name) {
  Table table{std::move(name)};
  table.key("id", Type::int64).column("text", Type::text);
  return table;
}

}  // namespace oar::test
