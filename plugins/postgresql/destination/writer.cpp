#include "plugins/postgresql/destination/writer.hpp"

#include <array>
#include <utility>

#include "plugins/postgresql/connection/names.hpp"
#include "plugins/postgresql/destination/migrate.hpp"
#include "plugins/postgresql/destination/read_back.hpp"
#include "plugins/postgresql/destination/states.hpp"
#include "plugins/postgresql/destination/transaction.hpp"

namespace oar::postgresql {
namespace {

// Changes of tables by any Oarlock in this database come one after the other.
constexpr char one_at_a_time[] = "BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(8026371302063498)";
constexpr std::chrono::seconds patience{60};                   // for a server that starts again
constexpr char impatient[] = "SET LOCAL lock_timeout = '5s'";  // cleaning up is not worth a wait

template <class Body>
Result<void> in_transaction(Connection& connection, Body body) {
  OAR_TRY(connection.run(one_at_a_time, "begin a transaction"));
  Result<void> done = body();
  if (done) done = connection.run("COMMIT", "commit");
  if (!done) connection.roll_back();
  return done;
}

// As was_committed(), without a trace: a commit that is still under way counts as none.
Result<bool> is_committed(Connection& connection, std::string const& schema, std::string_view token) {
  auto const ready = OAR_TRY(has_state_tables(connection, schema));
  if (!ready) return false;
  auto const params = std::to_array<Param>({token});
  auto const sql = "SELECT EXISTS (SELECT 1 FROM " + qualified(schema, "_oar_commits") + " WHERE token = $1)";
  auto const found = OAR_TRY(connection.ask(sql, params, "ask for a commit's token"));
  return found.truth(0, 0);
}

}  // namespace

template <class Body>
auto PostgresqlWriter::with_session(Body body) -> decltype(body(std::declval<Connection&>())) {
  auto session = OAR_TRY(store_.take(store_.options().host));
  auto done = body(*session);
  store_.give_back(std::move(session));
  return done;
}

Result<std::unique_ptr<Writer>> PostgresqlWriter::open(Where where, WriterOptions options) {
  auto writer = std::make_unique<PostgresqlWriter>(std::move(where), std::move(options));
  auto const& store = writer->store_;
  auto const prepare = [&](Connection& connection) -> Result<void> {
    auto const ready = OAR_TRY(has_state_tables(connection, store.schema()));
    if (ready || store.options().read_only) return {};
    return in_transaction(connection, [&] { return create_state_tables(connection, store.schema()); });
  };
  OAR_TRY(writer->with_session(prepare));
  return std::unique_ptr<Writer>{std::move(writer)};
}

Abilities PostgresqlWriter::abilities() const {
  return {.capabilities = OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_PARALLEL_TXN | OAR_CAP_DELETE_STALE |
                          OAR_CAP_DELETE_RECORDS | OAR_CAP_FORCED_MIGRATE,
          .best_batch_bytes = 4 << 20};
}

Result<std::vector<StoredState>> PostgresqlWriter::load_state() {
  return with_session(
      [&](Connection& connection) { return load_states(connection, store_.schema(), store_.options().source_name); });
}

// The server may just be starting again: the answer is worth waiting for.
Result<bool> PostgresqlWriter::resolve(std::string_view token) {
  auto const& host = store_.options().host;
  auto const deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    auto answer = with_session([&](Connection& connection) {
      return store_.options().read_only ? is_committed(connection, store_.schema(), token)
                                        : was_committed(connection, store_.schema(), token);
    });
    if (answer || !answer.error().retryable() || std::chrono::steady_clock::now() > deadline) return answer;
    if (!host.sleep(std::chrono::milliseconds{200})) return answer;
  }
}

Result<Migration> PostgresqlWriter::plan(Connection& connection, Layout const& layout, MigrateMode mode) const {
  auto const unsafe = mode == MigrateMode::forced ? Unsafe::set_aside : Unsafe::refuse;
  return plan_migration(connection, store_.schema(), layout, unsafe, store_.options().source_name);
}

Result<void> PostgresqlWriter::apply(Connection& connection, Layout const& layout, MigrateMode mode,
                                     Migration& migration) {
  auto const doing = "migrate table " + layout.table.name();
  return in_transaction(connection, [&]() -> Result<void> {
    // What is looked at before a copy must be what is copied.
    if (!migration.replaced.kept_as.empty())
      OAR_TRY(connection.run("LOCK TABLE " + qualified(store_.schema(), fitted(layout.table.name())), doing));
    migration = OAR_TRY(plan(connection, layout, mode));  // others may have been quicker
    for (auto const& statement : migration.statements) {
      auto const done = connection.run(statement, doing);
      if (!done && done.error().code() == Errc::unsupported) return Error::of(Errc::schema, done.error().message());
      if (!done) return done;
    }
    return {};
  });
}

Result<Migration> PostgresqlWriter::migrate_over(Connection& connection, Layout const& layout, MigrateMode mode) {
  auto migration = OAR_TRY(plan(connection, layout, mode));
  if (mode == MigrateMode::dry_run || store_.options().read_only) {
    auto const there = told_schema_ || OAR_TRY(has_schema(connection, store_.schema()));
    if (!there) migration.statements.insert(migration.statements.begin(), "CREATE SCHEMA " + quoted(store_.schema()));
    told_schema_ = true;
    return migration;
  }
  if (!migration.statements.empty()) {
    OAR_TRY(apply(connection, layout, mode, migration));
    store_.learn_again(connection, layout.table.name());  // columns of older layouts may be wider now
  }
  OAR_TRY(store_.learn(connection, layout));
  return migration;
}

Result<std::vector<std::string>> PostgresqlWriter::migrate(Layout const& layout, MigrateMode mode) {
  replaced_ = {};
  auto migration =
      OAR_TRY(with_session([&](Connection& connection) { return migrate_over(connection, layout, mode); }));
  replaced_ = std::move(migration.replaced);
  return std::move(migration.statements);
}

Result<void> PostgresqlWriter::drop_one(Connection& connection, std::string const& kept_as) {
  return in_transaction(connection, [&]() -> Result<void> {
    OAR_TRY(connection.run(impatient, "drop " + kept_as));
    return drop_set_aside(connection, store_.schema(), kept_as);
  });
}

// The whole sync succeeded: what was set aside for it goes. What cannot go stays in the list, for the next sync.
Result<void> PostgresqlWriter::finish() {
  auto const& options = store_.options();
  if (options.read_only) return {};
  std::vector<std::string> tables;
  for (auto const& [name, plan] : store_.tables()) tables.push_back(name);
  return with_session([&](Connection& connection) -> Result<void> {
    auto const names = OAR_TRY(list_set_aside(connection, store_.schema(), options.source_name, tables));
    for (auto const& name : names) {
      auto const dropped = drop_one(connection, name);
      if (dropped)
        options.host.info("dropped ", name, ", since the sync succeeded");
      else
        options.host.warn(name, ", which the sync has replaced, stays: ", dropped.error().message());
    }
    return {};
  });
}

Result<std::unique_ptr<Reader>> PostgresqlWriter::read_back(Table const& table) {
  return RowReader::open(OAR_TRY(store_.take(store_.options().host)), store_.schema(), table);
}

Result<std::unique_ptr<Transaction>> PostgresqlWriter::begin(std::string token, Host host) {
  return PostgresqlTransaction::begin(store_, std::move(token), host);
}

}  // namespace oar::postgresql
