// Rows that a destination does not take: they are searched for by halving, alone they become rejects, and too many of
// them fail their table.

#include <oar/json_text.hpp>

#include "host/sync/committer.hpp"
#include "host/sync/shapes.hpp"

namespace oar::sync {
namespace {

std::uint64_t count(std::vector<RejectedRow> const& rejects, std::string const& table) {
  std::uint64_t rows = 0;
  for (RejectedRow const& row : rejects) rows += row.table == table ? 1U : 0U;
  return rows;
}

std::string first_reason(std::vector<RejectedRow> const& rejects, std::string const& table) {
  for (RejectedRow const& row : rejects) {
    if (row.table == table) return row.reason;
  }
  return {};
}

}  // namespace

Result<bool> Committer::find_bad_rows(Unit& unit, BadRows& bad) {
  bool found = false;
  for (std::size_t index = 0;; ++index) {
    std::optional<Item> const item = unit.item(index, context_.stop());
    if (!item) return found;
    if (item->kind != Item::Kind::rows || gave_up(item->layout->info.name)) continue;
    auto const known = bad[index].size();
    std::optional<Error> const whole = OAR_TRY(probe(*item, 0, item->shapes[shape_].length(), bad[index]));
    if (whole) OAR_TRY(halve(*item, {0, item->shapes[shape_].length()}, *whole, bad[index]));
    found = found || bad[index].size() > known;
  }
}

// Writes these rows in a transaction of their own, which is rolled back. The error that the rows are to blame for.
Result<std::optional<Error>> Committer::probe(Item const& item, std::int64_t from, std::int64_t to,
                                              BadRowsOfItem const& bad) {
  if (context_.stop().stop_requested()) return Error::of(Errc::cancelled, "interrupted");
  std::unique_ptr<Transaction> const transaction = OAR_TRY(begin(next_token()));
  Calls::Busy const busy{calls_};
  Result<void> const written = write_good_rows(item, {from, to}, bad, *transaction);
  if (written) return std::optional<Error>{};
  if (written.error().code() != Errc::data || written.error().retryable()) return written.error();
  return std::optional<Error>{written.error()};
}

// rows: half-open, and known to fail together because of `why`.
Result<void> Committer::halve(Item const& item, RowRange rows, Error const& why, BadRowsOfItem& bad) {
  if (rows.to - rows.from == 1) {
    bad.emplace(rows.from, why.message());
    return {};
  }
  std::int64_t const middle = rows.from + (rows.to - rows.from) / 2;
  for (RowRange const half : {RowRange{rows.from, middle}, RowRange{middle, rows.to}}) {
    if (bad.size() > setup_.destination->config->max_rejects) return {};  // the table fails in any case
    std::optional<Error> const failed = OAR_TRY(probe(item, half.from, half.to, bad));
    if (failed) OAR_TRY(halve(item, half, *failed, bad));
  }
  return {};
}

Result<void> Committer::write_good_rows(Item const& item, RowRange rows, BadRowsOfItem const& bad,
                                        Transaction& transaction) {
  SharedBatch const& batch = item.shapes[shape_];
  std::uint32_t const layout = target(*item.layout);
  std::string const where = "write " + item.layout->info.name;
  auto const write = [&](std::int64_t from, std::int64_t to) -> Result<void> {
    if (from == to) return {};
    return transaction.write(layout, batch.slice(from, to - from).exported()).within(where);
  };
  std::int64_t next = rows.from;
  for (auto each = bad.lower_bound(rows.from); each != bad.end() && each->first < rows.to; ++each) {
    OAR_TRY(write(next, each->first));
    next = each->first + 1;
  }
  return write(next, rows.to);
}

Result<std::vector<RejectedRow>> Committer::as_rejects(Unit& unit, BadRows const& bad) {
  std::vector<RejectedRow> rejects;
  for (auto const& [index, rows] : bad) {
    if (rows.empty()) continue;
    std::optional<Item> const item = unit.item(index, context_.stop());
    if (!item || gave_up(item->layout->info.name)) continue;
    TableWrite const& write = *how(item->layout->info.name);
    OwnedSchema const schema =
        OAR_TRY(target_schema(*item->layout, *setup_.layouts, *setup_.destination->config, write.append));
    Table const table = OAR_TRY(Table::from_schema(*schema));
    Batch const batch = OAR_TRY(Batch::make(table, item->shapes[shape_].exported()));
    for (auto const& [row, reason] : rows) {
      std::string json;
      append_json(json, batch, row);
      rejects.push_back({.table = item->layout->info.name,
                         .row_json = context_.ledger.events().without_secrets(std::move(json)),
                         .reason = context_.ledger.events().without_secrets(reason)});
    }
  }
  return rejects;
}

std::set<std::string> Committer::over_limit(std::vector<RejectedRow> const& rejects) const {
  std::set<std::string> over;
  for (RejectedRow const& row : rejects) {
    std::uint64_t const all = context_.ledger.rejects(setup_.index, row.table) + count(rejects, row.table);
    if (all > setup_.destination->config->max_rejects) over.insert(row.table);
  }
  return over;
}

Result<void> Committer::fail_tables(std::set<std::string> const& over, std::vector<RejectedRow> const& rejects) {
  std::uint64_t const limit = setup_.destination->config->max_rejects;
  std::vector<RejectedRow> theirs;
  for (RejectedRow const& row : rejects) {
    if (over.contains(row.table)) theirs.push_back(row);
  }
  for (std::string const& table : over) {
    Error const why =
        Error::of(Errc::data, "more rows were rejected than max_rejects (", limit,
                  ") allows, the first because: ", first_reason(theirs, table), "; `oarlock rejects list` shows them");
    std::set<std::string> const spoiled = setup_.layouts->with_descendants(table);
    give_up(spoiled);
    for (std::string const& each : spoiled) context_.ledger.table_failed(setup_.index, each, why);
  }
  return keep_rejects(theirs);
}

Result<void> Committer::keep_rejects(std::vector<RejectedRow> const& rejects) {
  if (rejects.empty()) return {};
  Result<void> const saved =
      context_.state.save(setup_.route, {.cursors = {}, .rejects = to_records(rejects), .settled_token = {}});
  if (!saved) return context_.fault(Error{saved.error()}.within("save the rejects"));
  for (RejectedRow const& row : rejects) context_.ledger.rejected(setup_.index, row.table, 1);
  return {};
}

std::vector<state::Reject> Committer::to_records(std::vector<RejectedRow> const& rejects) const {
  std::vector<state::Reject> records;
  for (RejectedRow const& row : rejects) {
    records.push_back({.route = setup_.route,
                       .table = row.table,
                       .reason = row.reason,
                       .row_json = row.row_json,
                       .sync_id = context_.sync.id,
                       .time_us = context_.sync.sync_time_us});
  }
  return records;
}

}  // namespace oar::sync
