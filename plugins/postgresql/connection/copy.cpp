#include "plugins/postgresql/connection/copy.hpp"

#include <chrono>
#include <thread>

namespace oar::postgresql {

Result<CopyIn> CopyIn::start(Connection& connection, std::string const& sql, std::string doing) {
  auto const begun = OAR_TRY(connection.ask(sql, doing));
  if (begun.status() != PGRES_COPY_IN) return Error::of(Errc::internal, doing, ": the server began no copy");
  return CopyIn{connection, std::move(doing)};
}

CopyIn::~CopyIn() {
  if (!connection_ || !connection_->alive()) return;
  if (!end("not completed")) {
    connection_->close();
    return;
  }
  (void)connection_->answer(doing_);  // the error that we asked for
}

Result<void> CopyIn::put(std::string_view bytes) {
  static constexpr std::size_t most = 256 << 10;  // libpq keeps a copy of what it was given
  if (!connection_->alive()) return connection_->failure(doing_);
  for (; bytes.size() > most; bytes.remove_prefix(most)) OAR_TRY(put(bytes.substr(0, most)));
  for (;;) {
    auto const taken = PQputCopyData(connection_->handle(), bytes.data(), static_cast<int>(bytes.size()));
    if (taken < 0) return connection_->failure(doing_);
    if (taken > 0) return connection_->flush(doing_);
    OAR_TRY(connection_->wait(Connection::Until::writable_or_readable, doing_));
    if (PQconsumeInput(connection_->handle()) == 0) return connection_->failure(doing_);
  }
}

Result<void> CopyIn::end(char const* failure) {
  for (;;) {
    auto const taken = PQputCopyEnd(connection_->handle(), failure);
    if (taken < 0) return connection_->failure(doing_);
    if (taken > 0) return connection_->flush(doing_);
    OAR_TRY(connection_->wait(Connection::Until::writable_or_readable, doing_));
  }
}

Result<std::uint64_t> CopyIn::finish() {
  if (!connection_->alive()) return connection_->failure(doing_);
  OAR_TRY(end(nullptr));
  auto* const connection = std::exchange(connection_, nullptr);
  auto const answer = OAR_TRY(connection->answer(doing_));
  return answer.affected();
}

Result<CopyOut> CopyOut::start(Connection& connection, std::string const& sql, std::string doing) {
  auto const begun = OAR_TRY(connection.ask(sql, doing));
  if (begun.status() != PGRES_COPY_OUT) return Error::of(Errc::internal, doing, ": the server began no copy");
  return CopyOut{connection, std::move(doing)};
}

CopyOut::~CopyOut() {
  PQfreemem(row_);
  if (connection_) connection_->close();
}

// The server sends 8 KiB at a time. To be woken for each costs more than to decode it; what the socket can hold
// meanwhile is several times what comes in a millisecond. Small tables do not wait.
Result<void> CopyOut::more() {
  static constexpr std::chrono::microseconds gathering{1000};
  static constexpr int at_once = 4;
  if (!connection_->readable()) {
    if (++waits_ > at_once) std::this_thread::sleep_for(gathering);
    OAR_TRY(connection_->wait(Connection::Until::readable, doing_));
  }
  if (PQconsumeInput(connection_->handle()) == 0) return connection_->failure(doing_);
  return {};
}

Result<std::string_view> CopyOut::next() {
  PQfreemem(std::exchange(row_, nullptr));
  if (!connection_) return std::string_view{};
  for (;;) {
    if (!connection_->alive()) return connection_->failure(doing_);
    auto const length = PQgetCopyData(connection_->handle(), &row_, 1);
    if (length > 0) return std::string_view{row_, static_cast<std::size_t>(length)};
    if (length == -1) {
      auto* const connection = std::exchange(connection_, nullptr);
      OAR_TRY(connection->answer(doing_));
      return std::string_view{};
    }
    if (length < -1) return connection_->failure(doing_);
    OAR_TRY(more());
  }
}

}  // namespace oar::postgresql
