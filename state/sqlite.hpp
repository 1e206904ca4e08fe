#pragma once
// This room's thin cover over sqlite3: one connection, its cached statements, transactions. One thread at a time.

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "oar/result.hpp"

namespace oar::state {

class Database;

// Bytes to bind as a BLOB; a string_view binds as TEXT.
struct Blob {
  std::string_view bytes;
};

// The rows of a running statement. Ends it when it goes out of scope.
class Rows {
 public:
  Rows(Database& database, sqlite3_stmt* statement) : database_{&database}, statement_{statement} {}

  Result<bool> next();  // false = no more

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  bool null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  std::string bytes(int column) const;  // TEXT and BLOB alike

 private:
  struct Reset {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database* database_;
  std::unique_ptr<sqlite3_stmt, Reset> statement_;
};

class Database {
 public:
  // name is what SQLite opens (a path, a URI, ":memory:"); shown is the file that errors speak of.
  static Result<std::unique_ptr<Database>> open(std::string const& name, int flags, std::string shown);
  Database(Database const&) = delete;
  ~Database();

  // Runs statements without parameters and without results, as migrations and pragmas are.
  Result<void> script(char const* sql);

  // sql is a literal: its statement is prepared once and kept under its text.
  template <class... Values>
  Result<Rows> query(std::string_view sql, Values const&... values) {
    sqlite3_stmt* const statement = OAR_TRY(prepared(sql));
    auto rows = Rows{*this, statement};
    int position = 0;
    if (((bind(statement, ++position, values) != SQLITE_OK) || ...)) return error();
    return rows;
  }

  // Runs it to its end; how many rows it changed.
  template <class... Values>
  Result<std::uint64_t> execute(std::string_view sql, Values const&... values) {
    auto rows = OAR_TRY(query(sql, values...));
    while (OAR_TRY(rows.next())) continue;
    return static_cast<std::uint64_t>(sqlite3_changes64(handle_));
  }

  // The first column of the first row; 0 when there is none.
  Result<std::int64_t> integer(std::string_view sql);

  Error error() const;  // the connection's last failure, for users
  std::string const& shown() const { return shown_; }
  sqlite3* handle() const { return handle_; }

 private:
  explicit Database(std::string shown) : shown_{std::move(shown)} {}
  Result<sqlite3_stmt*> prepared(std::string_view sql);
  static int bind(sqlite3_stmt* statement, int position, std::string_view text);
  static int bind(sqlite3_stmt* statement, int position, Blob blob);
  static int bind(sqlite3_stmt* statement, int position, std::integral auto number) {
    return sqlite3_bind_int64(statement, position, static_cast<sqlite3_int64>(number));
  }

  std::string shown_;
  sqlite3* handle_ = nullptr;
  std::map<std::string_view, sqlite3_stmt*> statements_;
};

// Takes SQLite's write lock at once; rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_{std::exchange(other.database_, nullptr)} {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();  // When it succeeds, all of it outlives a power cut.

 private:
  explicit Transaction(Database& database) : database_{&database} {}
  Database* database_;
};

}  // namespace oar::state
