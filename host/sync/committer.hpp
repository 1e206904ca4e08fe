#pragma once
// Makes units durable in one route: the order in which rows, cursors and the state file follow one another.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "host/sync/calls.hpp"
#include "host/sync/context.hpp"
#include "host/sync/layouts.hpp"
#include "host/sync/plan.hpp"
#include "host/sync/split_run.hpp"
#include "host/sync/writer.hpp"

namespace oar::sync {

// Rows of one item that the destination does not take, and why.
using BadRowsOfItem = std::map<std::int64_t, std::string>;
using BadRows = std::map<std::size_t, BadRowsOfItem>;  // by item of the unit

struct RowRange {
  std::int64_t from = 0;
  std::int64_t to = 0;  // not one of them
};

// A unit's rows in a transaction that is not committed: dropped, nothing of them stays.
struct Draft {
  struct Written {
    std::map<std::string, Counts> counts;
    bool appended = false;
  };
  std::string token;
  std::unique_ptr<Transaction> transaction;
  Written written;
  bool ahead = false;  // of its turn
};

// A route as the configuration and the plan describe it. Constant.
struct RouteSetup {
  RouteIndex index = 0;
  Route route;
  DestinationEnd const* destination = nullptr;
  RoutePlan plan;
  Layouts* layouts = nullptr;   // of the source
  std::string source_who = {};  // for blame
};

// One thread at a time: first who prepares the route, then its lane, then who finishes it. failed(), fail() and
// write_ahead(): any thread of the lane.
class Committer {
 public:
  Committer(Context& context, RouteSetup setup)
      : context_{context}, setup_{std::move(setup)}, on_stop_{context.stop(), [this] { stop_.request_stop(); }} {}

  // --- preparing
  Result<void> open();
  Writer& writer() { return *writer_; }
  Writer const& writer() const { return *writer_; }
  RouteSetup const& setup() const { return setup_; }
  void set_plan(RoutePlan plan) { setup_.plan = std::move(plan); }
  // Which lane of its reader this is, and which shape of rows it takes there.
  void join(std::size_t lane, std::size_t shape);
  void remember_epochs(Memory const& memory);
  void remember_epoch(std::string const& record, std::uint64_t epoch) { epochs_[record] = epoch; }
  // The split is read again: where it stands now, it has to be saved anew.
  void forget_cursor(std::string const& split) { cursors_.erase(split); }
  // The destination becomes able to take the layout; nothing happens when it already is, or already failed to.
  Result<void> migrate(Layout const& layout);
  std::uint32_t target(Layout const& layout) const { return targets_.at(layout.id).done.layout; }
  bool ready(Layout const& layout) const;
  // What migrate() did; NULL when it did not, or failed.
  Migrated const* migrated(Layout const& layout) const;
  // What migrate() is going to do, asked of another writer, a read-only one.
  Result<Migrated> foresee(Writer& reader, Layout const& layout) const;
  // The destination cannot take these: rows of them are passed over, as after a table error of the source.
  void give_up(std::set<std::string> const& tables);
  bool gave_up(std::string const& table) const { return given_up_.contains(table); }
  TableWrite const* how(std::string_view table) const;

  // --- units
  // [beside each other and make_durable(), but nothing that is alone] What of a unit may be done before its turn;
  // nothing when that is nothing, or did not go well: in its turn it is done from the beginning.
  Result<std::optional<Draft>> write_ahead(Unit& unit);
  // Retries what may pass. OK = it outlives a power cut, or there was nothing in it. `alone` returns when no unit is
  // being written ahead any more: it is called before anything but to seal the draft.
  Result<void> make_durable(Unit& unit, std::optional<Draft> draft, std::function<void()> const& alone);
  bool writes_ahead() const { return writer_ && writer_->can(OAR_CAP_PARALLEL_TXN); }
  std::size_t lane() const { return lane_; }

  // --- transactions of the host's own: what `work` does and these cursors become durable together. Retries what may
  // pass, so `work` may be done again.
  using Work = std::function<Result<void>(Transaction&)>;
  // In a preview: what look() does.
  Result<void> transact(Work const& work, std::vector<state::Cursor> const& cursors);
  // The same, and nothing of it stays.
  Result<void> look(Work const& work);
  // The next record under that id, for transact(); an empty envelope forgets it.
  state::Cursor next_record(std::string const& id, std::string envelope) const;
  bool remembers(std::string const& id) const { return epochs_.contains(id); }

  // All of the sync is committed: tells the destination, and lets go of it.
  Result<void> close();
  void abandon() { writer_.reset(); }

  // [any thread] Cancels what the destination is doing when it has been at one call for longer than the stall timeout.
  void watch(std::chrono::steady_clock::time_point now);

  bool failed() const { return failed_.load(); }
  // Tells once; nothing is written any more.
  void fail(Error const& why);
  // The same, before the first row.
  void fail_early(Error const& why);

 private:
  struct Target {
    Migrated done;
    bool tried = false;
    std::optional<Error> error;
  };
  enum class Tried {
    done,
    again  // alone, or without a table that was just given up
  };
  Result<Tried> try_once(Unit& unit, BadRows const& bad);
  Result<Draft> draft_of(Unit& unit, BadRows const& bad);
  Result<Tried> seal_draft(Unit& unit, BadRows const& bad, Draft draft);
  Result<Migrated> migrate_with(Writer& writer, Layout const& layout, std::int32_t mode) const;
  bool forced() const;
  // What the unit's end means in this route.
  std::optional<Closing> closing_of(Unit const& unit) const;
  bool nothing_in(Unit const& unit, Closing const& closing) const;
  Result<Draft::Written> write_items(Unit& unit, BadRows const& bad, Transaction& transaction);
  Result<void> write_item(Item const& item, BadRowsOfItem const& bad, Transaction& transaction,
                          Draft::Written& written);
  state::Progress progress_of(Unit& unit, Closing const& closing, std::vector<RejectedRow> const& rejects) const;
  std::vector<std::string> spoiled_tables(SplitRun const& split, Closing const& closing) const;

  // --- bad_rows.cpp
  // Whether more of them were found.
  Result<bool> find_bad_rows(Unit& unit, BadRows& bad);
  Result<std::optional<Error>> probe(Item const& item, std::int64_t from, std::int64_t to, BadRowsOfItem const& bad);
  Result<void> halve(Item const& item, RowRange rows, Error const& why, BadRowsOfItem& bad);
  Result<void> write_good_rows(Item const& item, RowRange rows, BadRowsOfItem const& bad, Transaction& transaction);
  Result<std::vector<RejectedRow>> as_rejects(Unit& unit, BadRows const& bad);
  // Tables of which more rows are rejected than is allowed.
  std::set<std::string> over_limit(std::vector<RejectedRow> const& rejects) const;
  Result<void> fail_tables(std::set<std::string> const& over, std::vector<RejectedRow> const& rejects);
  // Those of rows that nothing else becomes durable with.
  Result<void> keep_rejects(std::vector<RejectedRow> const& rejects);
  std::vector<state::Reject> to_records(std::vector<RejectedRow> const& rejects) const;

  Result<void> transact_once(Work const& work, std::vector<state::Cursor> const& cursors);
  // token saved -> commit -> state saved. The transaction is gone afterwards.
  Result<void> seal(std::unique_ptr<Transaction> transaction, std::string const& token, state::Progress progress);
  Result<void> settle(std::string const& token, Error why);
  Result<std::unique_ptr<Transaction>> begin(std::string const& token);
  std::string next_token();

  // Constant after construction.
  Context& context_;

  // One thread at a time.
  RouteSetup setup_;
  std::unique_ptr<Writer> writer_;
  std::size_t lane_ = 0;
  std::size_t shape_ = 0;
  std::vector<Target> targets_;  // by layout id
  std::set<std::string> given_up_;
  std::vector<Layout const*> late_;  // came inside of a unit that was already being written
  std::map<std::string, std::uint64_t> epochs_;
  std::map<std::string, std::string> cursors_;  // the plugin's, by split: what is durable

  // Any thread.
  std::atomic<bool> failed_ = false;
  std::atomic<bool> stalled_ = false;
  std::atomic<std::uint64_t> tokens_ = 0;
  Calls calls_;
  std::stop_source stop_;  // of this route alone
  std::stop_callback<std::function<void()>> on_stop_;
};

}  // namespace oar::sync
