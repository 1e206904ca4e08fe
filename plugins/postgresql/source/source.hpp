#pragma once
// The PostgreSQL source: tables, views and partitioned tables of one database, in one snapshot.

#include <oar/source.hpp>

#include <map>
#include <mutex>

#include "plugins/postgresql/source/relation.hpp"
#include "plugins/postgresql/source/snapshot.hpp"

namespace oar::postgresql::source {

class PostgresqlSource final : public Source {
 public:
  using Config = SourceConfig;

  static Result<std::unique_ptr<PostgresqlSource>> open(Config config, Host host);
  PostgresqlSource(Config config, Login login, Host host)
      : config_{std::move(config)}, login_{std::move(login)}, host_{host} {}

  Result<Catalog> discover() override;
  Result<Plan> plan(PlanRequest const& request) override;
  Result<std::unique_ptr<Reader>> read(Split const& split, Cursor const& from) override;
  bool filters() const override { return true; }
  Result<void> test_connection() override;

 private:
  Result<std::shared_ptr<Relations const>> relations();
  std::shared_ptr<Snapshot> snapshot_named(SnapshotName const& name);

  Config const config_;
  Login const login_;
  Host const host_;
  std::mutex mutex_;
  std::shared_ptr<Relations const> relations_;                // guarded by mutex_
  std::map<std::string, std::weak_ptr<Snapshot>> snapshots_;  // guarded by mutex_; by what they are exported as
};

}  // namespace oar::postgresql::source
