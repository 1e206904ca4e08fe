#pragma once
// A destination as one source writes to it, and its transactions: owners over the ABI's objects.

#include <oar/abi/destination.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "host/config/model.hpp"
#include "host/sync/engine.hpp"
#include "host/sync/rows/arrow_owner.hpp"
#include "host/sync/services.hpp"
#include "host/sync/state_sink.hpp"
#include "oar/result.hpp"

namespace oar::sync {

struct StaleRows {
  std::uint64_t stale = 0;
  std::uint64_t all = 0;  // stale ones included
};

// What migrate() did, or of a read-only writer: would do.
struct Migrated {
  // The table that was there could not be changed in place: it was set aside, and a new one made.
  struct Replaced {
    std::string kept_as;  // its name now, until a sync has succeeded; empty = not kept
    std::string why;
    bool copied = false;    // all of its rows are in the new one
    bool for_good = false;  // it is kept after that, too
  };
  std::uint32_t layout = 0;  // for write()
  std::vector<std::string> statements;
  std::optional<Replaced> replaced;
};

enum class Changes { allowed, none };

// Rolled back when it dies uncommitted. One thread at a time.
class Transaction {
 public:
  // The handle is the transaction's own. A stop cancels it. Without changes, stale rows are only counted.
  Transaction(oar_txn* raw, std::unique_ptr<Handle> handle, std::stop_token stop, Changes changes, std::string who);
  Transaction(Transaction const&) = delete;
  Transaction& operator=(Transaction const&) = delete;
  ~Transaction();

  Result<void> write(std::uint32_t layout, OwnedArray batch);
  Result<void> delete_records(std::uint32_t layout, OwnedArray keys, std::uint32_t flags);
  Result<StaleRows> delete_stale(std::uint32_t layout, std::string_view scope, std::int64_t before_us,
                                 std::uint32_t flags);
  // When this returns OK, rows and cursors outlive a power cut.
  Result<void> commit(std::vector<state::Cursor> const& cursors);

  Services& services() { return handle_->services(); }

 private:
  std::unique_ptr<Handle> handle_;  // outlives raw_
  oar_txn* raw_;
  Changes const changes_;
  std::string const who_;
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;  // ends before raw_ is released
};

// One thread at a time, but for begin() and resolve(), which any may call; ends before its plugin instance. Its
// transactions end before it.
class Writer {
 public:
  struct For {
    std::string source;
    std::string sync_id;
    std::int64_t sync_time_us = 0;
    Changes changes = Changes::allowed;  // none: OAR_WRITER_READ_ONLY
  };
  static Result<std::unique_ptr<Writer>> open(DestinationEnd const& destination, For const& what, Ledger& ledger,
                                              std::stop_token stop);
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;
  ~Writer();

  std::uint32_t capabilities() const { return raw_->capabilities; }
  bool can(std::uint32_t capability) const { return (raw_->capabilities & capability) != 0; }

  Result<std::vector<state::Cursor>> load_state();
  Result<Migrated> migrate(ArrowSchema const& schema, std::int32_t write_mode, std::int32_t migrate_mode);
  Result<std::unique_ptr<Transaction>> begin(std::string const& token);
  // Did that commit happen? Nothing: this destination cannot tell.
  Result<std::optional<bool>> resolve(std::string const& token);
  // All of the sync is committed.
  Result<void> finish();

 private:
  Writer(std::unique_ptr<Handle> handle, oar_writer* raw, Ledger& ledger, Subject subject, Changes changes,
         std::stop_token stop, std::string who);

  std::unique_ptr<Handle> handle_;  // outlives raw_
  oar_writer* raw_;
  Changes const changes_;
  Ledger& ledger_;
  Subject const subject_;
  std::stop_token const stop_;
  std::string const who_;
  std::mutex serial_;  // held during the calls that are [serial writer]
  std::uint32_t layouts_ = 0;
  StateSink* sink_ = nullptr;
};

}  // namespace oar::sync
