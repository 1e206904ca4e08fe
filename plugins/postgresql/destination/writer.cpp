#include "plugins/postgresql/destination/writer.hpp"

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
constexpr std::chrono::seconds patience{60};  // for a server that starts again

template <class Body>
Result<void> in_transaction(Connection& connection, Body body) {
  OAR_TRY(connection.run(one_at_a_time, "begin a transaction"));
  Result<void> done = body();
  if (done) done = connection.run("COMMIT", "commit");
  if (!done) connection.roll_back();
  return done;
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
    auto answer =
        with_session([&](Connection& connection) { return was_committed(connection, store_.schema(), token); });
    if (answer || !answer.error().retryable() || std::chrono::steady_clock::now() > deadline) return answer;
    if (!host.sleep(std::chrono::milliseconds{200})) return answer;
  }
}

Result<void> PostgresqlWriter::apply(Connection& connection, Layout const& layout, bool forced,
                                     std::vector<std::string>& statements) {
  auto const unsafe = forced ? Unsafe::set_aside : Unsafe::refuse;
  auto const doing = "migrate table " + layout.table.name();
  return in_transaction(connection, [&]() -> Result<void> {
    statements = OAR_TRY(plan_migration(connection, store_.schema(), layout, unsafe));  // others may have been quicker
    for (auto const& statement : statements) {
      auto const done = connection.run(statement, doing);
      if (!done && done.error().code() == Errc::unsupported) return Error::of(Errc::schema, done.error().message());
      if (!done) return done;
    }
    return {};
  });
}

Result<std::vector<std::string>> PostgresqlWriter::migrate(Layout const& layout, MigrateMode mode) {
  using Statements = std::vector<std::string>;
  return with_session([&](Connection& connection) -> Result<Statements> {
    auto const forced = mode == MigrateMode::forced;
    auto statements =
        OAR_TRY(plan_migration(connection, store_.schema(), layout, forced ? Unsafe::set_aside : Unsafe::refuse));
    if (mode == MigrateMode::dry_run || store_.options().read_only) {
      if (!OAR_TRY(has_schema(connection, store_.schema())))
        statements.insert(statements.begin(), "CREATE SCHEMA " + quoted(store_.schema()));
      return statements;
    }
    if (!statements.empty()) OAR_TRY(apply(connection, layout, forced, statements));
    OAR_TRY(store_.learn(connection, layout));
    return statements;
  });
}

Result<std::unique_ptr<Reader>> PostgresqlWriter::read_back(Table const& table) {
  return RowReader::open(OAR_TRY(store_.take(store_.options().host)), store_.schema(), table);
}

Result<std::unique_ptr<Transaction>> PostgresqlWriter::begin(std::string token, Host host) {
  return PostgresqlTransaction::begin(store_, std::move(token), host);
}

}  // namespace oar::postgresql
