#pragma once
// What a writer and its transactions share: how to reach the server, idle sessions, how each layout is written.

#include <oar/destination.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "plugins/postgresql/connection/connection.hpp"
#include "plugins/postgresql/destination/layout_plan.hpp"

namespace oar::postgresql {

struct Where {
  Login login;
  std::string schema;
  int connections = 4;  // transactions at once
};

// Outlives its transactions. Sessions are taken and given back by any thread; the rest changes only while no
// transaction is being used.
class Store {
 public:
  Store(Where where, WriterOptions options) : where_{std::move(where)}, options_{std::move(options)} {}

  std::string const& schema() const { return where_.schema; }
  WriterOptions const& options() const { return options_; }
  int most_transactions() const { return where_.connections; }

  // A session ready for work, an idle one if there is one. It answers to `host` while it is used.
  Result<std::unique_ptr<Connection>> take(Host host);
  void give_back(std::unique_ptr<Connection> connection);

  // The layout's, which was migrated.
  Result<LayoutPlan const*> plan_of(Layout const& layout) const;
  // Read with the table's shape as it is now. Forgets what was known of a layout.
  Result<void> learn(Connection& connection, Layout const& layout);
  // The table has changed: its layouts are written as it is now, and those that it cannot take any more are forgotten.
  void learn_again(Connection& connection, std::string const& table);
  // The latest layout of each table, for children.
  std::map<std::string, LayoutPlan const*> tables() const;

  // Tables whose units had equal keys: from then on they are looked for at once.
  bool has_repeats(std::string const& table);
  void note_repeats(std::string const& table);
  // Tables that have got a column for marks of stale rows since their migration.
  bool has_mark(LayoutPlan const& plan);
  void note_mark(std::string const& table);

  std::atomic<bool> tokens_pruned = false;
  std::atomic<int> transactions = 0;

 private:
  Where where_;
  WriterOptions options_;
  std::map<std::uint32_t, LayoutPlan> plans_;
  std::mutex mutex_;  // guards what follows
  std::vector<std::unique_ptr<Connection>> idle_;
  std::set<std::string> repeats_;
  std::set<std::string> marked_;
};

}  // namespace oar::postgresql
