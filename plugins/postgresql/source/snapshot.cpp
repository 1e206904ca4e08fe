#include "plugins/postgresql/source/snapshot.hpp"

#include <algorithm>
#include <chrono>

#include "plugins/postgresql/connection/names.hpp"

namespace oar::postgresql::source {
namespace {

constexpr std::chrono::milliseconds look_every{100};

constexpr char select_name[] = R"sql(
SELECT pg_catalog.pg_export_snapshot(), pg_catalog.pg_current_snapshot(), pg_catalog.pg_is_in_recovery(),
       COALESCE(pg_catalog.pg_last_wal_replay_lsn()::pg_catalog.text, ''),
       (SELECT system_identifier FROM pg_catalog.pg_control_system()))sql";

bool says_gone(std::string const& sqlstate) {
  return sqlstate == "22023" || sqlstate == "42704" || sqlstate == "55000" || sqlstate == "0A000" ||
         sqlstate == "58P01";
}

Error gone(std::string_view why) {
  return Error::of(Errc::cursor_expired, "the snapshot that this read began with is gone (", why, ")");
}

}  // namespace

Session::~Session() { snapshot_->give_back(std::move(connection_)); }

Snapshot::Snapshot(Login login, SourceConfig const& config) : login_{std::move(login)}, config_{config} {}

Snapshot::~Snapshot() {
  pulse_.request_stop();
  if (pulse_.joinable()) pulse_.join();
}

Result<std::shared_ptr<Snapshot>> Snapshot::take(Login login, SourceConfig const& config, Host host) {
  auto snapshot = std::shared_ptr<Snapshot>{new Snapshot{std::move(login), config}};
  OAR_TRY(snapshot->hold(host));
  snapshot->pulse_ = std::jthread{[self = snapshot.get()](std::stop_token const& stop) { self->keep_alive(stop); }};
  return snapshot;
}

std::shared_ptr<Snapshot> Snapshot::of(Login login, SourceConfig const& config, SnapshotName name) {
  auto snapshot = std::shared_ptr<Snapshot>{new Snapshot{std::move(login), config}};
  snapshot->name_ = std::move(name);
  return snapshot;
}

// A database that does not know its encoding refuses to send text that is not the client's: then nothing of the table
// could be read. We look at it row by row.
constexpr char as_it_is_encoded[] =
    "SELECT pg_catalog.set_config('client_encoding', 'SQL_ASCII', true) WHERE "
    "pg_catalog.current_setting('server_encoding') = 'SQL_ASCII'; ";

// What the server's text of a value, and its patience, must not depend on the database or the user for.
std::string Snapshot::settings() const {
  return "SET LOCAL lock_timeout = '" + std::to_string(config_.lock_timeout_s) + "s'; SET LOCAL statement_timeout = '" +
         std::to_string(config_.statement_timeout_s) + "s'; SET LOCAL idle_in_transaction_session_timeout = '" +
         std::to_string(config_.idle_timeout_s) +
         "s'; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'postgres'; "
         "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL row_security = on; " +
         as_it_is_encoded;
}

Result<void> Snapshot::hold(Host host) {
  holder_ = OAR_TRY(Connection::open(login_, host));
  if (holder_->server_version() < 130000)
    return Error::of(Errc::unsupported, holder_->place(),
                     ": the server is older than PostgreSQL 13, the first one whose "
                     "snapshots can be compared with rows");
  auto const answer = OAR_TRY(
      holder_->ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + settings() + select_name, "take a snapshot"));
  name_ = {std::string{answer.text(0, 0)}, std::string{answer.text(0, 1)}};
  in_recovery_ = answer.truth(0, 2);
  identity_ = name_.visible;
  if (in_recovery_) identity_.append("@").append(answer.text(0, 3));
  system_ = answer.text(0, 4);
  return {};
}

// The server must not take the holder for forgotten while others still read.
void Snapshot::keep_alive(std::stop_token const& stop) {
  auto const every = std::chrono::seconds{std::clamp<std::int64_t>(config_.idle_timeout_s / 4, 1, 60)};
  std::unique_lock lock{mutex_};
  while (!stop.stop_requested()) {
    if (changed_.wait_for(lock, stop, every, [&] { return stop.stop_requested(); })) return;
    if (holder_ && holder_->alive()) (void)holder_->run("SELECT 1", "keep the snapshot");
  }
}

Result<Answer> Snapshot::ask(std::string const& sql, std::span<Param const> params, std::string_view doing) {
  std::lock_guard const lock{mutex_};
  if (!holder_) return gone("nobody holds it");
  return holder_->ask(sql, params, doing);
}

Result<Answer> Snapshot::try_asking(std::string const& sql, std::string_view doing) {
  std::lock_guard const lock{mutex_};
  if (!holder_) return gone("nobody holds it");
  OAR_TRY(holder_->run("SAVEPOINT asking", doing));
  auto answer = holder_->ask(sql, doing);
  OAR_TRY(holder_->run(answer ? "RELEASE asking" : "ROLLBACK TO asking; RELEASE asking", doing));
  return answer;
}

Result<void> Snapshot::enter(Connection& connection) {
  auto const entered =
      connection.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT " +
                         literal(name_.exported) + "; " + settings() + "SELECT pg_catalog.pg_current_snapshot()",
                     "enter the snapshot");
  if (!entered && says_gone(entered.error().vendor_code())) return gone(entered.error().message());
  if (!entered) return entered.error();
  if (entered->text(0, 0) != name_.visible) return gone("another one has its name");
  return {};
}

Result<std::unique_ptr<Session>> Snapshot::session(Host host, std::function<bool()> const& stopped) {
  std::optional<Connection> connection;
  {
    std::unique_lock lock{mutex_};
    while (!changed_.wait_for(lock, look_every, [&] { return in_use_ < config_.connections; }))
      if (stopped()) return Error::of(Errc::cancelled, "stopped while waiting for a connection");
    ++in_use_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  auto const release = [&](Error why) {
    std::lock_guard const lock{mutex_};
    --in_use_;
    changed_.notify_all();
    return why;
  };
  if (connection) connection->stop().begin(host);
  if (!connection || !connection->alive()) {
    auto opened = Connection::open(login_, host);
    if (!opened) return release(opened.error());
    connection = *std::move(opened);
  }
  if (auto const entered = enter(*connection); !entered) return release(entered.error());
  return std::make_unique<Session>(shared_from_this(), *std::move(connection));
}

// Its transaction ends, so that no table stays locked for longer than it is read.
void Snapshot::give_back(Connection connection) {
  if (connection.alive()) connection.roll_back();
  connection.stop().begin(Host{});
  std::lock_guard const lock{mutex_};
  --in_use_;
  if (connection.alive()) idle_.push_back(std::move(connection));
  changed_.notify_all();
}

}  // namespace oar::postgresql::source
