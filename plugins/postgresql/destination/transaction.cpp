#include "plugins/postgresql/destination/transaction.hpp"

#include <utility>

#include "plugins/postgresql/destination/stale.hpp"
#include "plugins/postgresql/destination/states.hpp"

namespace oar::postgresql {

Result<std::unique_ptr<Transaction>> PostgresqlTransaction::begin(Store& store, std::string token, Host host) {
  if (store.transactions >= store.most_transactions())
    return Error::of(Errc::rate_limited, "all ", store.most_transactions(),
                     " connections to the server are in use; raise `connections`, or commit one of them first");
  auto transaction = std::make_unique<PostgresqlTransaction>(store, std::move(token), host);
  transaction->connection_ = OAR_TRY(store.take(host));
  return std::unique_ptr<Transaction>{std::move(transaction)};
}

PostgresqlTransaction::PostgresqlTransaction(Store& store, std::string token, Host host)
    : store_{store}, token_{std::move(token)}, host_{host} {
  ++store_.transactions;
}

PostgresqlTransaction::~PostgresqlTransaction() {
  store_.give_back(std::move(connection_));
  --store_.transactions;
}

Result<void> PostgresqlTransaction::start() {
  if (store_.options().read_only) return Error::of(Errc::invalid_state, "this writer was opened to read only");
  if (begun_) return {};
  begun_ = true;
  return connection_->run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SAVEPOINT oarlock", "begin a transaction");
}

Result<Load*> PostgresqlTransaction::straight_load(Layout const& layout, LayoutPlan const& plan) {
  auto const known = loads_.find(layout.index);
  if (known != loads_.end()) return &known->second;
  RowEncoder encoder{plan.table, plan.natives, plan.key, Numbered::no};
  return &loads_.emplace(layout.index, Load{plan.table, std::move(encoder), copy_sql(plan)}).first->second;
}

Result<PostgresqlTransaction::Staged*> PostgresqlTransaction::stage(std::map<std::uint32_t, Staged>& stages,
                                                                    std::uint32_t layout, LayoutPlan const& plan) {
  auto const known = stages.find(layout);
  if (known != stages.end()) return &known->second;
  OAR_TRY(connection_->run(create_stage_sql(plan), "make room for table " + plan.table.name()));
  RowEncoder encoder{plan.table, plan.natives, plan.key, Numbered::yes};
  Staged staged{nullptr, &plan, Load{plan.table, std::move(encoder), copy_to_stage_sql(plan)}};
  return &stages.emplace(layout, std::move(staged)).first->second;
}

// Rows are only added where nothing is merged; but not before a deletion that comes first.
Result<void> PostgresqlTransaction::write(Layout const& layout, Batch batch) {
  auto const* plan = OAR_TRY(store_.plan_of(layout));
  OAR_TRY(start());
  if (plan->key.empty() && !last_step_.contains(layout.table.name())) {
    auto* const load = OAR_TRY(straight_load(layout, *plan));
    return load->write(*connection_, batch, host_);
  }
  auto* const staged = OAR_TRY(stage(rows_, layout.index, *plan));
  auto const first = staged->load.rows();
  OAR_TRY(staged->load.write(*connection_, batch, host_));
  note_merge(layout, *plan, {first, staged->load.rows()});
  return {};
}

void PostgresqlTransaction::note_merge(Layout const& layout, LayoutPlan const& plan, Numbers rows) {
  auto const last = last_step_.find(layout.table.name());
  if (last != last_step_.end()) {
    auto* const merge = std::get_if<Merge>(&steps_[last->second]);
    if (merge && merge->layout == layout.index) {
      merge->rows.end = rows.end;
      return;
    }
  }
  last_step_[layout.table.name()] = steps_.size();
  steps_.emplace_back(Merge{&plan, layout.index, rows});
}

Result<PostgresqlTransaction::Staged*> PostgresqlTransaction::stage_of_keys(Layout const& layout,
                                                                            LayoutPlan const& plan) {
  auto const known = keys_.find(layout.index);
  if (known != keys_.end()) return &known->second;
  auto own = std::make_unique<LayoutPlan const>(OAR_TRY(plan_keys(plan)));
  auto* const staged = OAR_TRY(stage(keys_, layout.index, *own));
  staged->own = std::move(own);
  return staged;
}

Result<void> PostgresqlTransaction::delete_records(Layout const& layout, Batch keys, bool cascade) {
  auto const* plan = OAR_TRY(store_.plan_of(layout));
  OAR_TRY(start());
  auto* const staged = OAR_TRY(stage_of_keys(layout, *plan));
  auto const first = staged->load.rows();
  OAR_TRY(staged->load.write(*connection_, keys, host_));
  auto deletions = OAR_TRY(plan_deletion(store_, *plan, *staged->plan, {first, staged->load.rows()},
                                         cascade ? Children::too : Children::stay));
  for (auto const& deletion : deletions) last_step_[deletion.table] = steps_.size();
  steps_.emplace_back(std::move(deletions));
  return {};
}

Result<StaleCount> PostgresqlTransaction::delete_stale(Layout const& layout, StaleRows const& rows) {
  auto const& options = store_.options();
  StalePlace const place{store_.schema(), options.source_name, options.sync_time_us};
  if (!rows.count_only) OAR_TRY(start());
  OAR_TRY(run_steps());
  if (rows.count_only) return count_stale(*connection_, place, layout, rows);
  if (rows.mark) marked_.insert(layout.table.name());
  return postgresql::delete_stale(*connection_, place, layout, rows);
}

Result<void> PostgresqlTransaction::run_steps() {
  for (auto const& step : std::exchange(steps_, {})) {
    if (auto const* one = std::get_if<Merge>(&step)) {
      OAR_TRY(merge(*connection_, store_, *one->plan, one->rows));
      continue;
    }
    for (auto const& deletion : std::get<std::vector<Deletion>>(step))
      OAR_TRY(connection_->run(deletion.sql, "delete records of " + deletion.table));
  }
  last_step_.clear();
  return {};
}

Result<void> PostgresqlTransaction::commit(std::span<StoredState const> states) {
  auto const& options = store_.options();
  OAR_TRY(start());
  OAR_TRY(run_steps());
  OAR_TRY(store_states(*connection_, store_.schema(), options.source_name, states));
  if (!store_.tokens_pruned)
    OAR_TRY(forget_older_tokens(*connection_, store_.schema(), options.source_name, options.sync_id));
  OAR_TRY(store_token(*connection_, store_.schema(), token_, options.source_name, options.sync_id));
  return send_commit();
}

// The rows outlive a power cut when COMMIT is answered. Where the answer is lost, only the token can tell.
Result<void> PostgresqlTransaction::send_commit() {
  auto const answer = connection_->ask("COMMIT", "commit");
  if (answer && answer->tag() == "COMMIT") {
    store_.tokens_pruned = true;
    for (auto const& table : marked_) store_.note_mark(table);
    return {};
  }
  if (answer) return Error::of(Errc::invalid_state, "this transaction failed; begin another one");
  if (connection_->alive()) return answer.error();
  auto const& error = answer.error();
  return Error::of(Errc::commit_unknown, error.message()).vendor(error.vendor_code());
}

}  // namespace oar::postgresql
