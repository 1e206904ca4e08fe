#include "plugins/sqlite/source/snapshot.hpp"

#include <oar/uuid.hpp>

#include <filesystem>

namespace oar::sqlite::source {
namespace {

constexpr int steps_between_looks = 10'000;

}  // namespace

Result<Connection> open_to_read(std::string const& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    return Error::of(Errc::not_found, path, ": there is no such file; check connection_string");
  return Connection::open(path, Access::read);
}

Result<std::shared_ptr<Snapshot>> Snapshot::take(std::string const& path) {
  auto connection = OAR_TRY(open_to_read(path));
  // BEGIN alone waits for the first read to choose the moment.
  OAR_TRY(connection.run("BEGIN; SELECT count(*) FROM sqlite_master", "begin to read"));
  return std::make_shared<Snapshot>(std::move(connection));
}

Snapshot::Snapshot(Connection connection) : connection_{std::move(connection)}, id_{random_uuid()} {
  sqlite3_progress_handler(connection_.handle(), steps_between_looks, look, this);
}

int Snapshot::look(void* self) {
  auto const& snapshot = *static_cast<Snapshot const*>(self);
  return snapshot.host_.cancelled() || (snapshot.stopped_ && *snapshot.stopped_) ? 1 : 0;
}

Snapshot::Turn::Turn(Snapshot& snapshot, Host host, std::atomic<bool> const& stopped)
    : snapshot_{snapshot}, lock_{snapshot.mutex_} {
  snapshot_.host_ = host;
  snapshot_.stopped_ = &stopped;
}

Snapshot::Turn::~Turn() {
  snapshot_.host_ = {};
  snapshot_.stopped_ = nullptr;
}

void Snapshots::add(std::shared_ptr<Snapshot> const& snapshot) {
  std::scoped_lock const lock{mutex_};
  std::erase_if(known_, [](auto const& each) { return each.second.expired(); });
  known_[snapshot->id()] = snapshot;
}

std::shared_ptr<Snapshot> Snapshots::find(std::string const& id) {
  std::scoped_lock const lock{mutex_};
  auto const found = known_.find(id);
  return found == known_.end() ? nullptr : found->second.lock();
}

}  // namespace oar::sqlite::source
