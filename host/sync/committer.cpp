#include "host/sync/committer.hpp"

#include <algorithm>

#include "host/sync/kill_point.hpp"
#include "host/sync/misbehaved.hpp"
#include "host/sync/retry.hpp"
#include "host/sync/rows/our_columns.hpp"
#include "host/sync/shapes.hpp"

namespace oar::sync {
Result<void> Committer::open() {
  writer_.reset();
  Writer::For const what{.source = setup_.route.source,
                         .sync_id = context_.sync.id,
                         .sync_time_us = context_.sync.sync_time_us,
                         .changes = context_.options.purpose == Purpose::preview ? Changes::none : Changes::allowed};
  writer_ = OAR_TRY(Writer::open(*setup_.destination, what, context_.ledger, stop_.get_token()));
  return {};
}

void Committer::join(std::size_t lane, std::size_t shape) {
  lane_ = lane;
  shape_ = shape;
}

void Committer::remember_epochs(Memory const& memory) {
  for (auto const& [split, open] : memory.cursors) {
    epochs_[split] = open.epoch;
    if (open.envelope.read == Read::incremental) cursors_[split] = open.envelope.cursor;
  }
}

TableWrite const* Committer::how(std::string_view table) const {
  auto const& tables = setup_.plan.tables;
  auto const found =
      std::find_if(tables.begin(), tables.end(), [&](TableWrite const& each) { return each.table == table; });
  return found == tables.end() ? nullptr : &*found;
}

bool Committer::forced() const {
  return setup_.destination->config->migrate_mode == config::MigrateMode::forced &&
         writer_->can(OAR_CAP_FORCED_MIGRATE);
}

Result<Migrated> Committer::migrate_with(Writer& writer, Layout const& layout, std::int32_t mode) const {
  bool const append = how(layout.info.name)->append;
  OwnedSchema const schema = OAR_TRY(
      contract::named(target_schema(layout, *setup_.layouts, *setup_.destination->config, append), setup_.source_who)
          .within("migrate"));
  return writer.migrate(*schema, append ? OAR_WRITE_APPEND : OAR_WRITE_UPSERT, mode).within("migrate");
}

Result<Migrated> Committer::foresee(Writer& reader, Layout const& layout) const {
  return migrate_with(reader, layout, forced() ? OAR_MIGRATE_FORCED : OAR_MIGRATE_DRY_RUN);
}

Result<void> Committer::migrate(Layout const& layout) {
  if (targets_.size() <= layout.id) targets_.resize(layout.id + 1);
  Target& target = targets_[layout.id];
  if (target.tried && target.error) return *target.error;
  if (target.tried) return {};
  target.tried = true;
  // A table is not made anew while its rows are on their way: those that are written already would stay behind.
  bool const on_the_way = layout.id >= setup_.plan.tables.size();
  bool const preview = context_.options.purpose == Purpose::preview;
  Result<Migrated> done =
      preview ? foresee(*writer_, layout)
              : migrate_with(*writer_, layout, forced() && !on_the_way ? OAR_MIGRATE_FORCED : OAR_MIGRATE_SAFE);
  if (!done) {
    target.error = std::move(done).error();
    if (forced() && on_the_way && target.error->code() == Errc::schema)
      target.error = Error::of(Errc::schema, target.error->message(),
                               "; the table changed while it was being read, so the next sync makes it anew");
    return *target.error;
  }
  target.done = *std::move(done);
  return {};
}

Migrated const* Committer::migrated(Layout const& layout) const {
  return ready(layout) ? &targets_[layout.id].done : nullptr;
}

bool Committer::ready(Layout const& layout) const {
  return layout.id < targets_.size() && targets_[layout.id].tried && !targets_[layout.id].error;
}

Result<void> Committer::transact(Work const& work, std::vector<state::Cursor> const& cursors) {
  if (context_.options.purpose == Purpose::preview) return look(work);
  return retried(context_, setup_.route.source + " -> " + setup_.route.destination, context_.stop(),
                 [&] { return transact_once(work, cursors); });
}

Result<void> Committer::transact_once(Work const& work, std::vector<state::Cursor> const& cursors) {
  std::string const token = next_token();
  std::unique_ptr<Transaction> transaction = OAR_TRY(begin(token));
  OAR_TRY(work(*transaction));
  state::Progress progress;
  progress.cursors = cursors;
  return seal(std::move(transaction), token, std::move(progress));
}

Result<void> Committer::look(Work const& work) {
  std::unique_ptr<Transaction> const transaction = OAR_TRY(begin(next_token()));
  return work(*transaction);
}

state::Cursor Committer::next_record(std::string const& id, std::string envelope) const {
  auto const known = epochs_.find(id);
  std::uint64_t const last = known == epochs_.end() ? 0 : known->second;
  return {.split_id = id, .epoch = last + 1, .envelope = std::move(envelope)};
}

Result<void> Committer::seal(std::unique_ptr<Transaction> transaction, std::string const& token,
                             state::Progress progress) {
  Result<void> saved =
      context_.state.save_token(setup_.route, {.token = token, .sync_id = context_.sync.id, .progress = progress});
  if (!saved) return context_.fault(std::move(saved).error().within("save the commit's token"));
  kill_point("token-saved");
  Result<void> committed;
  {
    Calls::Busy const busy{calls_};
    committed = transaction->commit(progress.cursors);
  }
  transaction.reset();  // rolls back unless committed
  if (!committed) OAR_TRY(settle(token, std::move(committed).error().within("commit")));
  kill_point("committed");
  progress.settled_token = token;
  saved = context_.state.save(setup_.route, progress);
  if (!saved) return context_.fault(std::move(saved).error().within("save the cursors"));
  kill_point("state-saved");
  for (state::Cursor const& cursor : progress.cursors) {
    if (cursor.envelope.empty()) {
      epochs_.erase(cursor.split_id);
      cursors_.erase(cursor.split_id);
    } else {
      epochs_[cursor.split_id] = cursor.epoch;
    }
  }
  return {};
}

// OK = the commit happened after all.
Result<void> Committer::settle(std::string const& token, Error why) {
  if (why.code() == Errc::conflict)
    why = Error::of(Errc::conflict, "another host syncs this route, or its record was changed: ", why.message());
  if (why.code() == Errc::commit_unknown) {
    Result<std::optional<bool>> const happened = writer_->resolve(token);
    if (!happened || !*happened) {
      return Error::of(Errc::commit_unknown, "it is not known whether the last commit happened (", why.message(),
                       happened ? "" : "; asking failed: ", happened ? "" : happened.error().message(),
                       "); the next sync asks again");
    }
    if (**happened) return {};
    why = Error::of(Errc::io, why.message()).retry();
  }
  Result<void> forgotten_token = context_.state.forget_token(setup_.route, token);
  if (!forgotten_token) return context_.fault(std::move(forgotten_token).error());
  return why;
}

std::string Committer::next_token() {
  // A resumed sync keeps its id, so the moment of this run is in it too.
  return context_.sync.id + "-" + std::to_string(context_.began_us) + "-" + std::to_string(setup_.index) + "-" +
         std::to_string(++tokens_);
}

Result<void> Committer::close() {
  Result<void> const finished = writer_->finish();
  writer_.reset();
  return finished;
}

Result<std::unique_ptr<Transaction>> Committer::begin(std::string const& token) {
  Calls::Busy const busy{calls_};
  return writer_->begin(token).within("begin");
}

void Committer::watch(std::chrono::steady_clock::time_point now) {
  std::optional<Calls::Time> const since = calls_.oldest();
  if (!since || now - *since < context_.options.stall_timeout) return;
  stalled_ = true;
  stop_.request_stop();
}

void Committer::fail_early(Error const& why) {
  if (!failed_.exchange(true)) context_.ledger.route_failed_early(setup_.index, why);
}

void Committer::fail(Error const& why) {
  if (!failed_.exchange(true)) context_.ledger.route_failed(setup_.index, why);
}

}  // namespace oar::sync
