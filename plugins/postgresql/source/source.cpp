#include "plugins/postgresql/source/source.hpp"

#include <algorithm>

#include "plugins/postgresql/source/boundary_scan.hpp"
#include "plugins/postgresql/source/discover.hpp"
#include "plugins/postgresql/source/full_scan.hpp"
#include "plugins/postgresql/source/incremental_scan.hpp"
#include "plugins/postgresql/source/plan.hpp"

namespace oar::postgresql::source {

Result<std::unique_ptr<PostgresqlSource>> PostgresqlSource::open(Config config, Host host) {
  auto login = OAR_TRY(Login::parse(config.connection_string.value.reveal()));
  return std::make_unique<PostgresqlSource>(std::move(config), std::move(login), host);
}

Result<void> PostgresqlSource::test_connection() {
  auto connection = OAR_TRY(Connection::open(login_, host_));
  return connection.run("SELECT 1", "test the connection");
}

Result<Catalog> PostgresqlSource::discover() {
  auto connection = OAR_TRY(Connection::open(login_, host_));
  OAR_TRY(
      connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '5min'; "
                     "SET LOCAL idle_in_transaction_session_timeout = '5min'",
                     "look at its tables"));
  auto found = std::make_shared<Relations>(OAR_TRY(source::discover(connection, config_, host_)));
  Catalog catalog;
  for (auto const& relation : *found) catalog.push_back(relation.table);
  std::lock_guard const lock{mutex_};
  relations_ = std::move(found);
  return catalog;
}

Result<std::shared_ptr<Relations const>> PostgresqlSource::relations() {
  {
    std::lock_guard const lock{mutex_};
    if (relations_) return relations_;
  }
  OAR_TRY(discover());
  std::lock_guard const lock{mutex_};
  return relations_;
}

std::shared_ptr<Snapshot> PostgresqlSource::snapshot_named(SnapshotName const& name) {
  std::lock_guard const lock{mutex_};
  auto& known = snapshots_[name.exported];
  auto snapshot = known.lock();
  if (snapshot && snapshot->name().visible == name.visible) return snapshot;
  snapshot = Snapshot::of(login_, config_, name);
  known = snapshot;
  return snapshot;
}

Result<Plan> PostgresqlSource::plan(PlanRequest const& request) {
  auto const known = OAR_TRY(relations());
  std::shared_ptr<Snapshot> snapshot;
  if (request.bounds_of) {
    snapshot = std::static_pointer_cast<Snapshot>(request.bounds_of->shared);
  } else {
    snapshot = OAR_TRY(Snapshot::take(login_, config_, host_));
    std::lock_guard const lock{mutex_};
    snapshots_[snapshot->name().exported] = snapshot;
  }
  auto const database = OAR_TRY(snapshot->ask("SELECT pg_catalog.current_database()", {}, "plan"));
  Planning const planning{.snapshot = *snapshot,
                          .relations = *known,
                          .config = config_,
                          .scope = "database=" + std::string{database.text(0, 0)} + "@" + snapshot->system(),
                          .host = host_};
  return Plan{OAR_TRY(plan_splits(planning, request)), snapshot};
}

Result<std::unique_ptr<Reader>> PostgresqlSource::read(Split const& split, Cursor const& from) {
  auto data = OAR_TRY(read_config<SplitData>(split.data).within("split " + split.id));
  Subject subject{.relations = OAR_TRY(relations())};
  auto const found = std::ranges::find(*subject.relations, split.tables.empty() ? std::string{} : split.tables.front(),
                                       [](auto const& relation) { return relation.table.name(); });
  if (found == subject.relations->end())
    return Error::of(Errc::cursor_expired, "split ", split.id, ": its table is not offered any more");
  subject.relation = &*found;
  subject.snapshot = snapshot_named({data.snapshot, data.visible});
  auto const incremental = data.incremental;
  auto const by_transactions = data.has_transactions;
  subject.data = std::move(data);
  if (!incremental) return FullScan::open(std::move(subject), from);
  if (by_transactions) return IncrementalScan::open(std::move(subject), config_, from);
  return BoundaryScan::open(std::move(subject), config_, from);
}

}  // namespace oar::postgresql::source
