#pragma once
// One prepared statement.

#include <oar/result.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "plugins/sqlite/connection.hpp"

namespace oar::sqlite {

class Statement {
 public:
  static Result<Statement> prepare(Connection const& connection, std::string const& sql, std::string_view doing);

  sqlite3_stmt* handle() const { return handle_.get(); }
  std::string const& doing() const { return doing_; }

  // Parameters count from 1. Text and bytes are borrowed until the next bind or clear.
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind_bytes(int at, std::string_view bytes);

  // True: there is a row to look at. False: it is done, and ready to run again.
  Result<bool> step();
  // For statements without rows.
  Result<void> run();
  void reset() const { sqlite3_reset(handle_.get()); }
  void clear() const { sqlite3_clear_bindings(handle_.get()); }

  // Columns count from 0.
  std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  std::string_view text(int column) const;
  std::string_view bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Statement(Connection const& connection, sqlite3_stmt* handle, std::string_view doing)
      : connection_{&connection}, handle_{handle}, doing_{doing} {}

  Connection const* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  std::string doing_;
};

}  // namespace oar::sqlite
