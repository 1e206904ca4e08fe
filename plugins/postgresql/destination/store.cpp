#include "plugins/postgresql/destination/store.hpp"

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql {
namespace {

// A commit that returned outlives a power cut, whatever the database's default; a server whose client is gone notices
// within two minutes, so that nothing is locked for long.
constexpr char prepare_session[] = R"(
SELECT pg_catalog.set_config('synchronous_commit', 'on', false)
  WHERE pg_catalog.current_setting('synchronous_commit') = 'off';
SET statement_timeout = 0;
SET lock_timeout = '60s';
SET idle_in_transaction_session_timeout = 0;
SET tcp_keepalives_idle = 60;
SET tcp_keepalives_interval = 10;
SET tcp_keepalives_count = 6
)";
constexpr int notices_lost_clients = 140000;  // the version since which the server looks while a statement runs

}  // namespace

Result<std::unique_ptr<Connection>> Store::take(Host host) {
  for (;;) {
    std::unique_ptr<Connection> idle;
    {
      std::scoped_lock const lock{mutex_};
      if (idle_.empty()) break;
      idle = std::move(idle_.back());
      idle_.pop_back();
    }
    idle->stop().begin(host);
    // One that the server has ended is better found here than by the first rows.
    if (idle->responsive() && idle->run("SELECT", "look whether the server is there")) return idle;
  }
  auto connection = std::make_unique<Connection>(OAR_TRY(Connection::open(where_.login, host)));
  OAR_TRY(connection->run(prepare_session, "prepare the session"));
  if (options_.read_only) OAR_TRY(connection->run("SET default_transaction_read_only = on", "prepare the session"));
  // Refused where the server's system cannot tell.
  if (connection->server_version() >= notices_lost_clients)
    (void)connection->run("SET client_connection_check_interval = '30s'", "prepare the session");
  return connection;
}

void Store::give_back(std::unique_ptr<Connection> connection) {
  if (!connection) return;
  connection->roll_back();
  if (!connection->alive()) return;
  connection->stop().begin(options_.host);
  std::scoped_lock const lock{mutex_};
  if (idle_.size() < static_cast<std::size_t>(where_.connections)) idle_.push_back(std::move(connection));
}

Result<LayoutPlan const*> Store::plan_of(Layout const& layout) const {
  auto const found = plans_.find(layout.index);
  if (found == plans_.end())
    return Error::of(Errc::invalid_state, "table ", layout.table.name(), " was not migrated before it is written");
  return &found->second;
}

Result<void> Store::learn(Connection& connection, Layout const& layout) {
  auto const shape = OAR_TRY(read_shape(connection, schema(), fitted(layout.table.name())));
  if (!shape) return Error::of(Errc::schema, "table ", layout.table.name(), " is not in schema ", schema());
  auto plan = OAR_TRY(plan_layout(layout, *shape, schema()));
  plans_.insert_or_assign(layout.index, std::move(plan));
  return {};
}

void Store::learn_again(Connection& connection, std::string const& table) {
  auto const cannot = [&](auto& known) {
    auto const& plan = known.second;
    if (plan.table.name() != table) return false;
    auto const learnt = learn(connection, Layout{known.first, plan.mode, plan.table});
    if (!learnt) return learnt.error().code() == Errc::schema;
    auto const& fields = plan.table.columns();
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (!takes(plan.natives[i], fields[i].type)) return true;
    return false;
  };
  std::erase_if(plans_, cannot);
}

std::map<std::string, LayoutPlan const*> Store::tables() const {
  std::map<std::string, LayoutPlan const*> latest;
  for (auto const& [index, plan] : plans_) latest[plan.table.name()] = &plan;
  return latest;
}

bool Store::has_repeats(std::string const& table) {
  std::scoped_lock const lock{mutex_};
  return repeats_.contains(table);
}
void Store::note_repeats(std::string const& table) {
  std::scoped_lock const lock{mutex_};
  repeats_.insert(table);
}

bool Store::has_mark(LayoutPlan const& plan) {
  std::scoped_lock const lock{mutex_};
  return plan.has_mark || marked_.contains(plan.table.name());
}
void Store::note_mark(std::string const& table) {
  std::scoped_lock const lock{mutex_};
  marked_.insert(table);
}

}  // namespace oar::postgresql
