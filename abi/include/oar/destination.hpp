#pragma once
// The whole of what a destination plugin's author needs: derive from Destination, Writer and Transaction, end with
// OAR_EXPORT_DESTINATION. For a destination that only appends, oar/append_destination.hpp is shorter.

#include <oar/abi/destination.h>
#include <oar/config.hpp>
#include <oar/host.hpp>
#include <oar/table.hpp>
#include <oar/view.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace oar {

enum class WriteMode : std::int32_t { append = OAR_WRITE_APPEND, upsert = OAR_WRITE_UPSERT };
enum class MigrateMode : std::int32_t {
  safe = OAR_MIGRATE_SAFE,
  forced = OAR_MIGRATE_FORCED,
  dry_run = OAR_MIGRATE_DRY_RUN
};

struct WriterOptions {
  std::string source_name;  // the key of this route's cursors and rows here
  std::string sync_id;
  std::int64_t sync_time_us = 0;
  bool read_only = false;  // create nothing, change nothing; a missing target counts as empty
  Host host = {};
};

// One layout of a table, as migrate() made it possible to write.
struct Layout {
  std::uint32_t index = 0;
  WriteMode mode = WriteMode::append;
  Table table;
};

// A table that migrate() could not change in place: it was set aside under another name, and a new one made.
struct Replacement {
  std::string kept_as;  // what the old table is called until finish(); empty = nothing was replaced
  std::string why;
  bool copied = false;    // all of its rows are in the new table; else the host reads them again where it can
  bool for_good = false;  // finish() keeps it: rows in it are nowhere else
};

// A durable cursor; `cursor` is opaque here, empty = forget this split.
struct StoredState {
  std::string split_id;
  std::uint64_t epoch = 0;
  std::string cursor;
};

// Rows of this source and scope that were last seen before a time.
struct StaleRows {
  std::string scope;
  std::int64_t before_us = 0;
  bool count_only = false;
  bool exact = false;  // rows of exactly that time
  bool mark = false;   // set _oar_deleted_at instead of deleting
};
struct StaleCount {
  std::uint64_t stale = 0;
  std::uint64_t all = 0;
};

// Rows and cursors that become durable together. Destroying it rolls back, unless it was committed.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Result<void> write(Layout const& layout, Batch batch) = 0;
  // keys: a batch of the layout's primary key columns, in key order.
  virtual Result<void> delete_records(Layout const& layout, Batch keys, bool cascade);
  virtual Result<StaleCount> delete_stale(Layout const& layout, StaleRows const& rows);
  // When this returns, rows and states outlive a power cut. Errc::conflict unless each stored epoch is exactly one
  // lower; Errc::commit_unknown when the answer was lost.
  virtual Result<void> commit(std::span<StoredState const> states) = 0;
  // [any][nowait]
  virtual void cancel() {}
};

// What the plugin says about itself once it is connected.
struct Abilities {
  std::uint32_t capabilities = 0;      // OAR_CAP_...
  std::uint64_t best_batch_rows = 0;   // 0 = no wish
  std::uint64_t best_batch_bytes = 0;  // 0 = no wish
};

class Reader;

// This destination as one source writes to it.
class Writer {
 public:
  virtual ~Writer() = default;

  virtual Abilities abilities() const { return {}; }
  // With OAR_CAP_ATOMIC_STATE: what is durable here for the writer's source.
  virtual Result<std::vector<StoredState>> load_state() { return std::vector<StoredState>{}; }
  // The table becomes able to take this layout; returns the statements that it took, or would take.
  virtual Result<std::vector<std::string>> migrate(Layout const& layout, MigrateMode mode) = 0;
  // What the last migrate() replaced, or would replace. Told to the host beside the statements.
  virtual Replacement replaced() const { return {}; }
  virtual Result<std::unique_ptr<Transaction>> begin(std::string token, Host host) = 0;
  // With OAR_CAP_ATOMIC_STATE: did the commit with that token happen?
  virtual Result<bool> resolve(std::string_view token);
  virtual Result<void> finish() { return {}; }
  // Committed rows of a table, its columns in the types wanted; for the conformance suite and verification.
  virtual Result<std::unique_ptr<Reader>> read_back(Table const& table);
};

class Destination {
 public:
  virtual ~Destination() = default;

  // [any]
  virtual Result<std::unique_ptr<Writer>> open(WriterOptions options) = 0;
  virtual Result<void> test_connection() {
    OAR_TRY(open({.source_name = "test", .read_only = true}));
    return {};
  }
};

}  // namespace oar

#include <oar/detail/destination_role.hpp>
