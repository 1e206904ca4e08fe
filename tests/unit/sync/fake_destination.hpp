#pragma once
// A destination that lives in the test: tables are maps, transactions apply at once with their cursors, and the nth
// call can be made to fail. What it holds survives its writers, as a database would.

#include <oar/abi/destination.h>
#include <oar/table.hpp>
#include <oar/view.hpp>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace oar::test {

struct StoredRow {
  std::int64_t id = 0;
  std::string text;
  std::string source;
  std::string scope;
  std::int64_t time_us = 0;
};

struct StoredState {
  std::uint64_t epoch = 0;
  std::string cursor;
};

// When a call counts down to zero, it fails once, or from then on.
struct Fault {
  int at = 0;  // the nth call from now; 0 = none
  oar_status status = OAR_E_IO;
  bool retryable = false;
  std::int64_t retry_after_ms = 0;
  bool for_ever = false;
  bool applied = false;  // commit: it happened all the same
};

class FakeDestination {
 public:
  FakeDestination();
  FakeDestination(FakeDestination const&) = delete;

  // What a test sets up before a sync.
  std::uint32_t capabilities = OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS;
  int most_open = 1;  // transactions at once
  bool unreachable = false;
  bool keeps_batches = false;  // until the commit
  std::string refused_table;   // migrate answers OAR_E_UNSUPPORTED
  std::string broken_table;    // migrate answers OAR_E_SCHEMA
  bool hangs = false;          // a write returns only when it is cancelled
  std::string poison;          // a write of rows with this text fails as a whole
  Fault opening;
  Fault write;
  Fault commit;
  Fault stale;                                      // deletion
  std::function<void(std::string const&)> on_call;  // with "write" or "commit", before it happens

  // What it holds, and what it was told. Read when no sync runs.
  std::map<std::string, std::vector<StoredRow>> tables;
  std::map<std::string, std::map<std::string, StoredState>> states;  // by source and split
  std::set<std::string> tokens;                                      // of commits that happened
  std::vector<std::string> calls;                                    // "begin", "write t 3", "commit 1", ...
  std::map<std::string, std::vector<std::string>> columns;           // by table, of the last migrate

  std::vector<std::int64_t> ids(std::string const& table) const;  // sorted, doubles included
  int open() const;                                               // transactions now
  int count(std::string const& call) const;                       // calls that begin so

  oar_plugin* plugin() { return &plugin_; }
  oar_destination const* api() const { return &api_; }

 private:
  friend struct FakeWriter;
  friend struct FakeTransaction;
  friend struct FakeDestinationCalls;

  void note(std::string const& call);
  oar_status pass(Fault& fault, char const* what, oar_error* error);

  oar_plugin plugin_{};
  oar_destination api_{};
  mutable std::mutex mutex_;  // guards everything while a sync runs
  int open_ = 0;
};

}  // namespace oar::test
