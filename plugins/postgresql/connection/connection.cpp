#include "plugins/postgresql/connection/connection.hpp"

#include <poll.h>

#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "plugins/postgresql/connection/errors.hpp"

namespace oar::postgresql {
namespace {

constexpr int look_every_ms = 100;            // whether the sync was stopped
constexpr std::chrono::seconds patience{10};  // for the answer to a cancellation
constexpr std::string_view not_alive = "the connection to the server was lost";

template <class T>
T parsed(std::string_view text) {
  T value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::int64_t Answer::number(int row, int column) const { return parsed<std::int64_t>(text(row, column)); }
std::uint64_t Answer::affected() const { return parsed<std::uint64_t>(PQcmdTuples(result_.get())); }

Result<Connection> Connection::open(Login login, Host host) {
  Connection connection{std::move(login), host};
  OAR_TRY(connection.connect());
  return connection;
}

Result<void> Connection::check_ready(std::string_view doing) {
  if (!alive()) return lost(doing);
  if (stop_->wanted()) return Error::of(Errc::cancelled, place_, ": ", doing, ": stopped before it began");
  return {};
}

Result<Answer> Connection::ask(std::string const& sql, std::string_view doing) {
  OAR_TRY(check_ready(doing));
  if (PQsendQuery(handle_.get(), sql.c_str()) == 0) return failure(doing);
  OAR_TRY(flush(doing));
  return answer(doing);
}

Result<Answer> Connection::ask(std::string const& sql, std::span<Param const> params, std::string_view doing) {
  OAR_TRY(check_ready(doing));
  std::vector<std::string> texts;
  std::vector<char const*> values;
  texts.reserve(params.size());
  for (auto const& param : params) {
    if (param && param->find('\0') != param->npos)
      return Error::of(Errc::data, place_, ": ", doing, ": a NUL character, which PostgreSQL's text cannot hold");
    values.push_back(param ? texts.emplace_back(*param).c_str() : nullptr);
  }
  auto const count = static_cast<int>(values.size());
  if (PQsendQueryParams(handle_.get(), sql.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0) == 0)
    return failure(doing);
  OAR_TRY(flush(doing));
  return answer(doing);
}

Result<void> Connection::run(std::string const& sql, std::string_view doing) {
  OAR_TRY(ask(sql, doing));
  return {};
}
Result<void> Connection::run(std::string const& sql, std::span<Param const> params, std::string_view doing) {
  OAR_TRY(ask(sql, params, doing));
  return {};
}

bool Connection::responsive() {
  while (alive()) {
    pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
    if (::poll(&socket, 1, 0) <= 0) return true;
    if (PQconsumeInput(handle_.get()) == 0) return false;
  }
  return false;
}

void Connection::roll_back() {
  if (!alive() || !in_transaction()) return;
  if (stop_->wanted() || PQtransactionStatus(handle_.get()) == PQTRANS_ACTIVE || !ask("ROLLBACK", "roll back")) close();
}

Result<void> Connection::flush(std::string_view doing) {
  for (;;) {
    auto const left = PQflush(handle_.get());
    if (left == 0) return {};
    if (left < 0) return failure(doing);
    OAR_TRY(wait(Until::writable_or_readable, doing));
    // The server may be unable to read on before somebody reads what it has to say.
    if (PQconsumeInput(handle_.get()) == 0) return failure(doing);
  }
}

Result<Answer> Connection::answer(std::string_view doing) {
  std::optional<Answer> last;
  std::optional<Error> error;
  for (;;) {
    while (PQisBusy(handle_.get()) != 0) {
      OAR_TRY(wait(Until::readable, doing));
      if (PQconsumeInput(handle_.get()) == 0) break;  // what came before is still to be had
    }
    Answer next{PQgetResult(handle_.get())};
    if (!next.handle()) break;
    auto const status = next.status();
    if ((status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) && !error) error = refused(next.handle(), doing);
    last = std::move(next);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) break;
  }
  cancelled_.reset();
  if (error) return *std::move(error);
  if (!alive() || !last) return lost(doing);
  return *std::move(last);
}

bool Connection::readable() const {
  pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
  return socket.fd < 0 || ::poll(&socket, 1, 0) != 0;
}

Result<void> Connection::wait(Until until, std::string_view doing) {
  for (;;) {
    short const events = until == Until::readable ? POLLIN : POLLIN | POLLOUT;
    pollfd socket{PQsocket(handle_.get()), events, 0};
    if (socket.fd < 0) return lost(doing);
    auto const ready = ::poll(&socket, 1, look_every_ms);
    if (ready > 0) return {};
    if (!cancelled_ && stop_->wanted()) cancel_statement();
    if (cancelled_ && std::chrono::steady_clock::now() - *cancelled_ > patience) {
      close();
      return Error::of(Errc::cancelled, place_, ": ", doing, ": stopped");
    }
  }
}

void Connection::cancel_statement() {
  cancelled_ = std::chrono::steady_clock::now();
  std::array<char, 256> ignored{};
  if (auto* const request = PQgetCancel(handle_.get())) {
    PQcancel(request, ignored.data(), static_cast<int>(ignored.size()));
    PQfreeCancel(request);
  }
}

Error Connection::lost(std::string_view doing) {
  std::string text{not_alive};
  if (handle_)
    if (auto const why = one_line(PQerrorMessage(handle_.get())); !why.empty()) text.append(": ").append(why);
  return Error::of(Errc::io, place_, ": ", doing, ": ", login_.without_secrets(std::move(text))).retry();
}

Error Connection::failure(std::string_view doing) {
  if (!alive()) return lost(doing);
  auto const text = login_.without_secrets(one_line(PQerrorMessage(handle_.get())));
  return Error::of(Errc::internal, place_, ": ", doing, ": ", text);
}

Error Connection::refused(PGresult const* result, std::string_view doing) {
  auto const* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (!sqlstate) return lost(doing);
  auto error = error_of(result, place_, doing);
  auto const ours = cancelled_ && std::string_view{sqlstate} == "57014";
  auto const code = ours ? Errc::cancelled : error.code();
  auto clean = Error::of(code, login_.without_secrets(one_line(error.message()))).vendor(sqlstate);
  return error.retryable() && !ours ? std::move(clean).retry() : clean;
}

}  // namespace oar::postgresql
