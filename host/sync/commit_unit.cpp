// How a committer writes one unit: its items, what its end means in this route, and what to do when it fails.

#include <algorithm>
#include <utility>

#include "host/sync/committer.hpp"
#include "host/sync/kill_point.hpp"
#include "host/sync/retry.hpp"

namespace oar::sync {
namespace {

std::string name_of(Route const& route) { return route.source + " -> " + route.destination; }

// Errors that will meet every other split of the route too.
bool concerns_route(Errc code) {
  switch (code) {
    case Errc::auth:
    case Errc::conflict:
    case Errc::commit_unknown:
    case Errc::io:
    case Errc::no_memory:
    case Errc::permission:
    case Errc::plugin_crashed:
    case Errc::rate_limited:
    case Errc::timeout:
      return true;
    default:
      return false;
  }
}

Phase phase_of(Closing const& closing) {
  if (!closing.whole) return Phase::incomplete;
  return closing.end ? Phase::done : Phase::reading;
}

// What the next sync needs to read a found split, as long as it is not finished.
std::optional<Found> found_as(Split const& split, Closing const& closing) {
  if (split.found_by.empty() || (closing.end && closing.whole)) return std::nullopt;
  return Found{split.found_by, split.descriptor, split.flags};
}

Error cancelled() { return Error::of(Errc::cancelled, "interrupted"); }

}  // namespace

// A streamed unit is not written ahead: its rows are there only once.
Result<std::optional<Draft>> Committer::write_ahead(Unit& unit) {
  if (unit.streamed() || !unit.closing() || unit.aborted()) return std::optional<Draft>{};
  for (Layout const* layout : unit.layouts()) {
    if (gave_up(layout->info.name) || !ready(*layout)) return std::optional<Draft>{};
  }
  Draft draft = OAR_TRY(draft_of(unit, {}));
  draft.ahead = true;
  return std::optional{std::move(draft)};
}

Result<void> Committer::make_durable(Unit& unit, std::optional<Draft> draft, std::function<void()> const& alone) {
  BadRows bad;
  for (int attempt = 1;; ++attempt) {
    if (context_.stop().stop_requested()) return cancelled();
    if (!draft) alone();
    Result<Tried> const tried =
        draft ? seal_draft(unit, bad, *std::exchange(draft, std::nullopt)) : try_once(unit, bad);
    if (tried && *tried == Tried::done) return {};
    if (context_.stop().stop_requested()) return cancelled();
    if (tried) {
      attempt = 0;
      continue;
    }
    Error why = tried.error();
    if (stalled_) {
      why = Error::of(Errc::timeout, "the destination accepted nothing for ",
                      context_.options.stall_timeout.count() / 1000, " s (", why.message(), ")");
      fail(why);
      return Error::of(Errc::io, why.message());
    }
    bool const rows_to_blame = why.code() == Errc::data && !why.retryable();
    if (rows_to_blame && !unit.streamed()) {
      alone();
      Result<bool> const found = find_bad_rows(unit, bad);
      if (found && *found) {
        attempt = 0;
        continue;
      }
      if (!found) why = found.error();
    }
    bool const again =
        !unit.streamed() && wait_for_retry(context_, name_of(setup_.route), attempt, why, context_.stop());
    if (again) continue;
    bool const scan_may_retry = unit.streamed() && why.retryable();
    if (!scan_may_retry && concerns_route(why.code())) fail(why);
    return why;
  }
}

void Committer::give_up(std::set<std::string> const& tables) { given_up_.insert(tables.begin(), tables.end()); }

std::optional<Closing> Committer::closing_of(Unit const& unit) const {
  Closing const* const shared = unit.closing();
  if (!shared) return std::nullopt;
  Closing closing = *shared;
  Split const& split = unit.split().split();
  bool const gap = std::any_of(split.tables.begin(), split.tables.end(), [&](auto& table) { return gave_up(table); });
  closing.whole = closing.whole && !gap;
  closing.save_cursor = closing.save_cursor && (!gap || split.read == Read::full);
  return closing;
}

// The destination already has this cursor, and there is nothing else.
bool Committer::nothing_in(Unit const& unit, Closing const& closing) const {
  if (!unit.empty() || !closing.rejects.empty() || !closing.found.empty()) return false;
  if (!closing.save_cursor) return true;
  Split const& split = unit.split().split();
  if (split.read == Read::full || !split.found_by.empty()) return false;
  auto const known = cursors_.find(split.id);
  return known != cursors_.end() && !closing.cursor.empty() && known->second == closing.cursor;
}

Result<Committer::Tried> Committer::try_once(Unit& unit, BadRows const& bad) {
  for (Layout const* layout : std::exchange(late_, {})) {
    if (!gave_up(layout->info.name)) OAR_TRY(migrate(*layout));
  }
  for (Layout const* layout : unit.layouts()) {
    if (!gave_up(layout->info.name)) OAR_TRY(migrate(*layout));
  }
  std::optional<Closing> const closing = closing_of(unit);
  if (closing && nothing_in(unit, *closing)) return Tried::done;
  return seal_draft(unit, bad, OAR_TRY(draft_of(unit, bad)));
}

Result<Draft> Committer::draft_of(Unit& unit, BadRows const& bad) {
  Draft draft{.token = next_token(), .transaction = {}, .written = {}};
  draft.transaction = OAR_TRY(begin(draft.token));
  kill_point("transaction-begun");
  draft.written = OAR_TRY(write_items(unit, bad, *draft.transaction));
  kill_point("rows-written");
  return draft;
}

Result<Committer::Tried> Committer::seal_draft(Unit& unit, BadRows const& bad, Draft draft) {
  std::optional<Closing> const closing = closing_of(unit);
  if (!closing) return cancelled();
  if (draft.ahead && nothing_in(unit, *closing)) return Tried::done;
  std::vector<RejectedRow> rejects = OAR_TRY(as_rejects(unit, bad));
  for (RejectedRow& row : draft.transaction->services().take_rejects()) rejects.push_back(std::move(row));
  for (RejectedRow const& row : closing->rejects) {
    if (!gave_up(row.table)) rejects.push_back(row);  // else they are kept already
  }
  if (std::set<std::string> const over = over_limit(rejects); !over.empty()) {
    if (draft.ahead) return Tried::again;  // giving up a table is done alone
    OAR_TRY(fail_tables(over, rejects));
    if (!unit.streamed()) return Tried::again;
    return Error::of(Errc::data, "more rows were rejected than max_rejects allows");
  }
  // Rows without a cursor will be read again: they stay only where that converges.
  if (!closing->save_cursor && draft.written.appended) {
    OAR_TRY(keep_rejects(rejects));
    return Tried::done;
  }
  state::Progress const progress = progress_of(unit, *closing, rejects);
  OAR_TRY(seal(std::move(draft.transaction), draft.token, progress));
  if (closing->save_cursor) cursors_[unit.split().split().id] = closing->cursor;
  context_.ledger.written(setup_.index, draft.written.counts);
  for (RejectedRow const& row : rejects) context_.ledger.rejected(setup_.index, row.table, 1);
  return Tried::done;
}

Result<Draft::Written> Committer::write_items(Unit& unit, BadRows const& bad, Transaction& transaction) {
  Draft::Written written;
  for (std::size_t index = 0;; ++index) {
    std::optional<Item> item = unit.item(index, context_.stop());
    if (!item) return written;
    Calls::Busy const busy{calls_};
    auto const known = bad.find(index);
    OAR_TRY(write_item(*item, known == bad.end() ? BadRowsOfItem{} : known->second, transaction, written));
    item.reset();
    unit.seen(lane_, index);
  }
}

Result<void> Committer::write_item(Item const& item, BadRowsOfItem const& bad, Transaction& transaction,
                                   Draft::Written& written) {
  if (gave_up(item.layout->info.name)) return {};
  if (!ready(*item.layout)) {
    // Migrating needs the writer alone. What is rolled back now is read again, and then the layout is migrated before.
    late_.push_back(item.layout);
    return Error::of(Errc::schema, "table '", item.layout->info.name,
                     "' changed its shape inside of a unit that was being written")
        .retry();
  }
  TableWrite const& table = *how(item.layout->info.name);
  Counts& counts = written.counts[table.table];
  if (item.kind == Item::Kind::deletion) {
    if (table.append) return {};  // what was true at its time stays
    OAR_TRY(transaction.delete_records(target(*item.layout), item.shapes.front().exported(), item.flags)
                .within("delete from " + table.table));
    counts.deleted += item.rows;
    return {};
  }
  written.appended = written.appended || table.append;
  OAR_TRY(write_good_rows(item, {0, item.shapes[shape_].length()}, bad, transaction));
  counts.rows += item.rows - bad.size();
  counts.bytes += item.bytes;
  return {};
}

std::vector<std::string> Committer::spoiled_tables(SplitRun const& split, Closing const& closing) const {
  if (closing.whole || !closing.end) return split.split().tables;
  std::set<std::string> const failed = split.failed_tables();
  std::vector<std::string> spoiled;
  for (std::string const& table : split.split().tables) {
    if (failed.contains(table) || gave_up(table)) spoiled.push_back(table);
  }
  return spoiled;
}

state::Progress Committer::progress_of(Unit& unit, Closing const& closing,
                                       std::vector<RejectedRow> const& rejects) const {
  SplitRun const& run = unit.split();
  Split const& split = run.split();
  state::Progress progress;
  progress.rejects = to_records(rejects);
  if (!closing.save_cursor) return progress;
  auto const known = epochs_.find(split.id);
  std::uint64_t const epoch = (known == epochs_.end() ? 0 : known->second) + 1;
  bool const forget = split.read == Read::incremental && closing.cursor.empty();
  Envelope const envelope{.sync_id = context_.sync.id,
                          .sync_time_us = context_.sync.sync_time_us,
                          .phase = phase_of(closing),
                          .read = split.read,
                          .scope = split.scope,
                          .tables = spoiled_tables(run, closing),
                          .cursor = closing.cursor,
                          .found = found_as(split, closing)};
  // Forgetting what is not there would be a conflict.
  if (!forget || known != epochs_.end())
    progress.cursors.push_back({.split_id = split.id, .epoch = epoch, .envelope = forget ? "" : encode(envelope)});
  for (Split const& found : closing.found) {
    if (epochs_.contains(found.id)) continue;  // found before, and where it stands is known
    Envelope const waiting{.sync_id = context_.sync.id,
                           .sync_time_us = context_.sync.sync_time_us,
                           .read = found.read,
                           .scope = found.scope,
                           .tables = found.tables,
                           .cursor = found.start_cursor,
                           .found = Found{found.found_by, found.descriptor, found.flags}};
    progress.cursors.push_back({.split_id = found.id, .epoch = 1, .envelope = encode(waiting)});
  }
  return progress;
}

}  // namespace oar::sync
