#include "host/sync/reading.hpp"

#include <algorithm>
#include <utility>

#include "host/sync/kill_point.hpp"
#include "host/sync/misbehaved.hpp"
#include "host/sync/splits.hpp"

namespace oar::sync {
namespace {

constexpr std::size_t units_in_lanes = 8;  // of one split

}  // namespace

Reading::Reading(Context& context, SplitRun& split, Budget::Scan const& memory)
    : context_{context},
      split_{split},
      reader_{split.reader()},
      memory_{memory},
      stop_{context.reading_stop()},
      began_from_{split.durable_cursor()},
      tables_{split.reader(), split.split(), context.sync.sync_time_us, context.options.validation},
      whole_{split.failed_tables().empty()} {}

Result<void> Reading::run() { return contract::named(attempt(), reader_.source->end->who); }

Result<void> Reading::attempt() {
  scan_ = OAR_TRY(Scan::open(*reader_.source->end, split_.split(), began_from_, options(), context_.ledger, stop_));
  kill_point("scan-opened");
  split_.attach(scan_->raw());
  Result<void> const done = read();
  if (unit_) unit_->abort();  // what is not covered by a checkpoint is nothing
  unit_.reset();
  split_.wait_idle();
  turn_ = {};
  split_.detach();
  scan_.reset();
  if (std::optional<Error> const again = split_.take_retry()) return *again;
  return done;
}

std::vector<Split> Reading::found(std::uint64_t units) const {
  std::vector<Split> all;
  for (std::size_t i = 0; i < found_.size() && i < units; ++i)
    all.insert(all.end(), found_[i].begin(), found_[i].end());
  return all;
}

Result<void> Reading::read() {
  moved();
  for (;;) {
    if (stop_.stop_requested() || split_.deserted()) return stopped();
    Message message = OAR_TRY(scan_->next());
    bool const is_news = brings_something(message);
    if (OAR_TRY(obey(std::move(message))) == Then::over) return {};
    if (is_news)
      moved();
    else
      OAR_TRY(stood_still());
  }
}

bool Reading::brings_something(Message const& message) {
  switch (message.kind) {
    case OAR_MSG_NONE:
    case OAR_MSG_TABLE:
      return false;
    case OAR_MSG_BATCH:
    case OAR_MSG_DELETE:
      return message.batch && message.batch->length > 0;
    case OAR_MSG_CHECKPOINT:
      return (unit_ && !unit_->empty()) || std::exchange(last_cursor_, message.cursor) != message.cursor;
    case OAR_MSG_PROGRESS:
      return message.done > std::exchange(most_done_, std::max(most_done_, message.done));
    default:
      return message.kind < OAR_MSG_HINTS;
  }
}

void Reading::moved() {
  moved_at_ = std::chrono::steady_clock::now();
  still_ = 0;
}

// A source that only says that it has nothing must neither keep a processor busy nor the sync for ever.
Result<void> Reading::stood_still() {
  auto const limit = context_.options.stall_timeout;
  if (std::chrono::steady_clock::now() - moved_at_ >= limit)
    return Error::of(Errc::io, "the source sent nothing but empty messages for ", limit.count() / 1000,
                     " s; --stall-timeout says how long that may be");
  constexpr std::int64_t at_once = 100;  // tables are declared, batches filtered: a few are usual
  if (++still_ <= at_once) return {};
  plugins::HostServices clock{stop_};
  (void)clock.sleep_ms(std::min<std::int64_t>((still_ - at_once + 9) / 10, 100));
  return {};
}

Result<Reading::Then> Reading::obey(Message message) {
  switch (message.kind) {
    case OAR_MSG_NONE:
      return Then::go_on;
    case OAR_MSG_END:
      OAR_TRY(end(std::move(message.cursor)));
      return Then::over;
    case OAR_MSG_TABLE:
      OAR_TRY(tables_.declare(message.table, std::move(message.schema)));
      return Then::go_on;
    case OAR_MSG_BATCH:
      OAR_TRY(rows(std::move(message)));
      return Then::go_on;
    case OAR_MSG_DELETE:
      OAR_TRY(deletion(std::move(message)));
      return Then::go_on;
    case OAR_MSG_CHECKPOINT:
      OAR_TRY(checkpoint(std::move(message.cursor)));
      return Then::go_on;
    case OAR_MSG_TABLE_ERROR:
      table_error(*OAR_TRY(tables_.find(message.table)), *message.table_error);
      return Then::go_on;
    case OAR_MSG_SPLIT:
      OAR_TRY(split_found(message.split));
      return Then::go_on;
    case OAR_MSG_PROGRESS:
      context_.ledger.events().split_progress({.source = reader_.source->end->name,
                                               .split = split_.split().id,
                                               .done = message.done,
                                               .total = message.total});
      return Then::go_on;
    default:
      break;
  }
  return Then::go_on;  // a hint that nobody knows
}

Result<void> Reading::rows(Message message) {
  ScanTable& table = *OAR_TRY(tables_.find(message.table));
  if (table.failed) return {};
  std::uint64_t const bytes = OAR_TRY(tables_.weigh(table, *message.batch));
  if (message.batch->length == 0) return {};
  Budget::Hold hold = OAR_TRY(make_room(bytes));
  Item item = OAR_TRY(tables_.rows(table, std::move(message.batch), std::move(hold)));
  context_.ledger.read(reader_.source->end->name, table.layout->info.name, {.rows = item.rows, .bytes = item.bytes});
  unit().add(std::move(item));
  return {};
}

Result<void> Reading::deletion(Message message) {
  ScanTable& table = *OAR_TRY(tables_.find(message.table));
  if (table.failed) return {};
  std::uint64_t const bytes = OAR_TRY(tables_.weigh_keys(table, *message.batch));
  if (message.batch->length == 0) return {};
  Budget::Hold hold = OAR_TRY(make_room(bytes));
  Item item = OAR_TRY(tables_.deletion(table, std::move(message.batch), message.flags, std::move(hold)));
  unit().add(std::move(item));
  return {};
}

void Reading::table_error(ScanTable& table, Error const& why) {
  std::set<std::string> const names = tables_.fail(table);
  split_.fail_tables(names);
  whole_ = false;
  for (Committer const* committer : reader_.committers) {
    for (std::string const& name : names) context_.ledger.table_failed(committer->setup().index, name, why);
  }
}

Result<void> Reading::split_found(oar_split const* raw) {
  Split split = OAR_TRY(read_planned(*raw, reader_.source->plan));
  split.scope = split_.split().scope;  // complete only when finder and found are
  split.found_by = split_.split().id;
  found_now_.push_back(std::move(split));
  return {};
}

Result<void> Reading::checkpoint(std::string cursor) {
  if (cursor.empty()) return misbehaved("a checkpoint without a cursor");
  return close_unit({.cursor = std::move(cursor)});
}

Result<void> Reading::end(std::string cursor) {
  bool const incremental = split_.split().read == Read::incremental;
  if (incremental && cursor.empty() && !began_from_.empty())
    return misbehaved("it ended without a cursor although it began from one");
  return close_unit({.end = true, .cursor = std::move(cursor)});
}

Unit& Reading::unit() {
  if (!unit_) unit_ = std::make_shared<Unit>(split_, reader_.lanes.size());
  return *unit_;
}

Result<void> Reading::close_unit(Closing closing) {
  closing.whole = whole_;
  // A checkpoint covers all tables of the split: a cursor past the gap would make the gap permanent.
  closing.save_cursor = whole_ || split_.split().read == Read::full;
  closing.found = found_now_;
  closing.rejects = scan_->services().take_rejects();
  bool const with_cursor = closing.save_cursor;
  if (!turn_) split_.wait_below(units_in_lanes);
  if (!unit().close(std::move(closing))) return *unit_->failure();
  kill_point("unit-closed");
  if (with_cursor) found_.push_back(std::move(found_now_));
  found_now_.clear();
  if (!turn_) send();
  unit_.reset();
  if (!turn_) return {};
  split_.wait_idle();
  turn_ = {};  // the writers are free again
  if (std::optional<Error> const again = split_.take_retry()) return *again;
  return {};
}

void Reading::send() {
  split_.sent();
  for (Lane* lane : reader_.lanes) lane->submit(unit_);
}

oar_scan_options Reading::options() const {
  Options const& wanted = context_.options;
  oar_scan_options options{};
  options.max_batch_rows = wanted.batch_rows;
  options.max_batch_bytes = std::min(wanted.batch_bytes, memory_.building);
  options.prefetch_bytes = memory_.building;
  options.checkpoint_every_ms = wanted.checkpoint_every.count();
  return options;
}

Error Reading::stopped() const {
  return Error::of(Errc::cancelled, stop_.stop_requested() ? "interrupted" : "no route is left that takes its rows");
}

}  // namespace oar::sync
