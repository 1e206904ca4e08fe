#pragma once
// One session of a server: opened, asked, cancelled, and its errors in words. Never blocks where a cancelled sync could
// not end it, apart from looking up a host's name.

#include <oar/host.hpp>
#include <oar/result.hpp>

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "plugins/postgresql/connection/login.hpp"

namespace oar::postgresql {

// Who waits for the server, and whether it still wants to. ask() may come from any thread.
class Stop {
 public:
  explicit Stop(Host host) : host_{host} {}
  void ask() { asked_ = true; }
  // For the next user of a session.
  void begin(Host host) {
    host_ = host;
    asked_ = false;
  }
  bool wanted() const { return asked_ || host_.cancelled(); }

 private:
  Host host_;
  std::atomic<bool> asked_ = false;
};

// What a statement answered. Texts are valid as long as the answer.
class Answer {
 public:
  explicit Answer(PGresult* result) : result_{result} {}

  PGresult* handle() const { return result_.get(); }
  ExecStatusType status() const { return PQresultStatus(result_.get()); }
  int rows() const { return PQntuples(result_.get()); }
  int columns() const { return PQnfields(result_.get()); }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  // A column of type bool, in text form.
  bool truth(int row, int column) const { return text(row, column) == "t"; }
  // A whole number in text form; 0 for anything else.
  std::int64_t number(int row, int column) const;
  // Rows inserted, updated, deleted, copied.
  std::uint64_t affected() const;
  // "COMMIT", "INSERT 0 5"
  std::string_view tag() const { return PQcmdStatus(result_.get()); }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// A statement's parameter, in text form; nothing = NULL. Borrowed for the call.
using Param = std::optional<std::string_view>;

// One thread at a time; stop().ask() from any.
class Connection {
 public:
  static Result<Connection> open(Login login, Host host);

  // One statement, or several in one implicit transaction; the last one's answer. `doing` is said when they fail.
  Result<Answer> ask(std::string const& sql, std::string_view doing);
  Result<Answer> ask(std::string const& sql, std::span<Param const> params, std::string_view doing);
  Result<void> run(std::string const& sql, std::string_view doing);
  Result<void> run(std::string const& sql, std::span<Param const> params, std::string_view doing);

  bool alive() const { return handle_ && PQstatus(handle_.get()) == CONNECTION_OK; }
  // Looks at what the server has said meanwhile: false when it has ended this session.
  bool responsive();
  bool in_transaction() const { return PQtransactionStatus(handle_.get()) != PQTRANS_IDLE; }
  // Ends a transaction that is not to be; the session itself where that cannot be had.
  void roll_back();
  // The session ends; the server rolls back.
  void close() { handle_.reset(); }

  int server_version() const { return PQserverVersion(handle_.get()); }  // 150004
  int backend_pid() const { return PQbackendPID(handle_.get()); }
  std::string const& place() const { return place_; }  // "host:5432/shop"
  Stop& stop() { return *stop_; }
  PGconn* handle() const { return handle_.get(); }

  // ---- for copies ----

  enum class Until { readable, writable_or_readable };
  // Waits for the socket. When the sync is stopped meanwhile, the server is asked to cancel, once; Errc::cancelled when
  // it does not answer that.
  bool readable() const;  // something has come
  Result<void> wait(Until until, std::string_view doing);
  // All that was put goes to the server.
  Result<void> flush(std::string_view doing);
  // Answers until the last; the first error among them.
  Result<Answer> answer(std::string_view doing);
  // The error of a call of libpq's on this session.
  Error failure(std::string_view doing);

 private:
  struct Finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };

  Connection(Login login, Host host) : login_{std::move(login)}, stop_{std::make_unique<Stop>(host)} {}
  Result<void> connect();
  Result<void> connect_single();
  Error refused_connection();
  Error lost(std::string_view doing);
  Error refused(PGresult const* result, std::string_view doing);
  Result<void> check_ready(std::string_view doing);
  void cancel_statement();

  Login login_;
  std::string place_;
  std::unique_ptr<Stop> stop_;
  std::unique_ptr<PGconn, Finish> handle_;
  std::optional<std::chrono::steady_clock::time_point> cancelled_;  // when the running statement was
};

}  // namespace oar::postgresql
