#include "plugins/sqlite/writer.hpp"

#include <utility>

#include "plugins/sqlite/migrate.hpp"
#include "plugins/sqlite/read_back.hpp"
#include "plugins/sqlite/states.hpp"
#include "plugins/sqlite/transaction.hpp"

namespace oar::sqlite {
namespace {

// Runs a body in a transaction of its own, behind the file's gate.
template <class Body>
Result<void> in_transaction(Session& session, Body body) {
  auto const pass = OAR_TRY(enter(session.gate, session.connection.waiting()));
  OAR_TRY(session.connection.run("BEGIN IMMEDIATE", "begin a transaction"));
  Result<void> done = body();
  if (done) done = session.connection.run("COMMIT", "commit");
  if (!done) session.connection.roll_back();
  return done;
}

}  // namespace

Result<std::unique_ptr<Writer>> SqliteWriter::open(std::string const& path, WriterOptions options) {
  auto const access = options.read_only ? Access::snapshot : Access::write;
  Session session{OAR_TRY(Connection::open(path, access)), gate_of(path), std::move(options)};
  session.connection.waiting().host = session.options.host;
  auto const ready = OAR_TRY(has_state_tables(session.connection));
  if (!ready && access == Access::write)
    OAR_TRY(in_transaction(session, [&] { return create_state_tables(session.connection); }));
  return std::unique_ptr<Writer>{std::make_unique<SqliteWriter>(std::move(session))};
}

Abilities SqliteWriter::abilities() const {
  return {.capabilities = OAR_CAP_ATOMIC_STATE | OAR_CAP_UPSERT | OAR_CAP_DELETE_STALE | OAR_CAP_DELETE_RECORDS |
                          OAR_CAP_FORCED_MIGRATE};
}

Result<std::vector<StoredState>> SqliteWriter::load_state() {
  auto const connection = OAR_TRY(ask());
  return load_states(connection, session_.options.source_name);
}

Result<bool> SqliteWriter::resolve(std::string_view token) {
  auto const connection = OAR_TRY(ask());
  return has_token(connection, token);
}

Result<std::vector<std::string>> SqliteWriter::migrate(Layout const& layout, MigrateMode mode) {
  replaced_ = {};
  auto const unsafe = mode == MigrateMode::forced ? Unsafe::set_aside : Unsafe::refuse;
  auto const& source = session_.options.source_name;
  auto migration = OAR_TRY(plan_migration(session_.connection, layout, unsafe, source));
  session_.tables.insert_or_assign(layout.table.name(), layout.table);
  auto const dry = mode == MigrateMode::dry_run || session_.options.read_only;
  if (!dry && !migration.statements.empty()) {
    auto const doing = "migrate table " + layout.table.name();
    auto const apply = [&]() -> Result<void> {
      migration = OAR_TRY(plan_migration(session_.connection, layout, unsafe, source));  // others may have been quicker
      for (auto const& statement : migration.statements) OAR_TRY(session_.connection.run(statement, doing));
      return {};
    };
    OAR_TRY(in_transaction(session_, apply));
    session_.inserts.clear();  // columns of older layouts may be wider now
  }
  replaced_ = std::move(migration.replaced);
  return std::move(migration.statements);
}

// The whole sync succeeded: what was set aside for it goes.
Result<void> SqliteWriter::finish() {
  std::vector<std::string> tables;
  for (auto const& [name, table] : session_.tables) tables.push_back(name);
  auto const list = OAR_TRY(read_shape(session_.connection, "_oar_replaced"));
  if (!list || session_.options.read_only) return {};
  std::vector<std::string> dropped;
  auto const drop = [&]() -> Result<void> {
    dropped = OAR_TRY(drop_set_aside(session_.connection, session_.options.source_name, tables));
    return {};
  };
  OAR_TRY(in_transaction(session_, drop));
  for (auto const& name : dropped) session_.options.host.info("dropped ", name, ", since the sync succeeded");
  return {};
}

Result<std::unique_ptr<Transaction>> SqliteWriter::begin(std::string token, Host host) {
  return std::unique_ptr<Transaction>{std::make_unique<SqliteTransaction>(session_, std::move(token), host)};
}

Result<std::unique_ptr<Reader>> SqliteWriter::read_back(Table const& table) {
  return RowReader::open(OAR_TRY(ask()), table);
}

}  // namespace oar::sqlite
