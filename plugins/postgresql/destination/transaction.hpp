#pragma once
// Rows, deletions and cursors of one commit, in a session of their own.

#include <oar/destination.hpp>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "plugins/postgresql/destination/delete_records.hpp"
#include "plugins/postgresql/destination/load.hpp"
#include "plugins/postgresql/destination/merge.hpp"
#include "plugins/postgresql/destination/store.hpp"

namespace oar::postgresql {

// What may run beside other transactions of the writer happens at once: copies, into the table itself where rows are
// only added, into a temporary one where they are merged. What takes locks on rows that another transaction of ours may
// hold, or must see what it does, waits for commit(), which the host calls in order: merges, deletions, cursors.
class PostgresqlTransaction final : public Transaction {
 public:
  static Result<std::unique_ptr<Transaction>> begin(Store& store, std::string token, Host host);
  PostgresqlTransaction(Store& store, std::string token, Host host);
  ~PostgresqlTransaction() override;

  Result<void> write(Layout const& layout, Batch batch) override;
  Result<void> delete_records(Layout const& layout, Batch keys, bool cascade) override;
  Result<StaleCount> delete_stale(Layout const& layout, StaleRows const& rows) override;
  Result<void> commit(std::span<StoredState const> states) override;
  void cancel() override { connection_->stop().ask(); }

 private:
  // Rows or keys of one layout, on their way into a temporary table.
  struct Staged {
    std::unique_ptr<LayoutPlan const> own;  // of keys
    LayoutPlan const* plan;
    Load load;
  };
  struct Merge {
    LayoutPlan const* plan;
    std::uint32_t layout;
    Numbers rows;
  };
  using Step = std::variant<Merge, std::vector<Deletion>>;

  Result<void> start();
  Result<Load*> straight_load(Layout const& layout, LayoutPlan const& plan);
  Result<Staged*> stage(std::map<std::uint32_t, Staged>& stages, std::uint32_t layout, LayoutPlan const& plan);
  Result<Staged*> stage_of_keys(Layout const& layout, LayoutPlan const& plan);
  void note_merge(Layout const& layout, LayoutPlan const& plan, Numbers rows);
  Result<void> run_steps();
  Result<void> send_commit();

  Store& store_;
  std::string token_;
  Host host_;
  std::unique_ptr<Connection> connection_;
  bool begun_ = false;
  std::map<std::uint32_t, Load> loads_;           // straight into their tables, per layout
  std::map<std::uint32_t, Staged> rows_;          // per layout
  std::map<std::uint32_t, Staged> keys_;          // to delete, per layout
  std::vector<Step> steps_;                       // what waits for commit(), in order
  std::map<std::string, std::size_t> last_step_;  // that concerns a table, by the source's name of it
  std::set<std::string> marked_;                  // tables that have a column for marks once this is committed
};

}  // namespace oar::postgresql
