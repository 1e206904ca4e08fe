#pragma once
// COPY in both directions.

#include <string>
#include <string_view>

#include "plugins/postgresql/connection/connection.hpp"

namespace oar::postgresql {

// Rows to the server. The connection outlives it. Destroyed unfinished, the copy fails on the server.
class CopyIn {
 public:
  // `sql`: "COPY ... FROM STDIN ...", perhaps after other statements.
  static Result<CopyIn> start(Connection& connection, std::string const& sql, std::string doing);
  CopyIn(CopyIn&& other) noexcept
      : connection_{std::exchange(other.connection_, nullptr)}, doing_{std::move(other.doing_)} {}
  CopyIn& operator=(CopyIn&&) = delete;
  ~CopyIn();

  // Best in pieces of 64 to 256 KiB; returns when they are on their way, not when they were read.
  Result<void> put(std::string_view bytes);
  // The server has taken all rows, so many; or what it says against them.
  Result<std::uint64_t> finish();

 private:
  CopyIn(Connection& connection, std::string doing) : connection_{&connection}, doing_{std::move(doing)} {}
  Result<void> end(char const* failure);

  Connection* connection_;
  std::string doing_;
};

// Rows from the server. The connection outlives it. Destroyed before its end, the session is closed: nothing else stops
// a server that has rows to send.
class CopyOut {
 public:
  static Result<CopyOut> start(Connection& connection, std::string const& sql, std::string doing);
  CopyOut(CopyOut&& other) noexcept
      : connection_{std::exchange(other.connection_, nullptr)},
        doing_{std::move(other.doing_)},
        row_{std::exchange(other.row_, nullptr)} {}
  CopyOut& operator=(CopyOut&&) = delete;
  ~CopyOut();

  // The next row's bytes (in binary form the header comes before the first one), valid until the next call; empty at
  // the end.
  Result<std::string_view> next();

 private:
  CopyOut(Connection& connection, std::string doing) : connection_{&connection}, doing_{std::move(doing)} {}

  Result<void> more();

  Connection* connection_;  // none once the copy has ended
  std::string doing_;
  char* row_ = nullptr;
  int waits_ = 0;
};

}  // namespace oar::postgresql
