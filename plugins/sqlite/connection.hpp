#pragma once
// One connection to a database file: opened, configured, and its errors in words.

#include <oar/host.hpp>
#include <oar/result.hpp>

#include <sqlite3.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

namespace oar::sqlite {

enum class Access {
  read,      // changes no row, beside a writer; a missing file is an empty database
  snapshot,  // changes no byte of the file or of what lies beside it, and makes none
  write
};

// Who waits for another program's lock, and whether it still wants to. cancel() may come from any thread.
struct Waiting {
  Host host;
  std::atomic<bool> cancelled = false;

  bool stopped() const { return cancelled || host.cancelled(); }
};

// One thread at a time; interrupt() from any.
class Connection {
 public:
  static Result<Connection> open(std::string path, Access access);

  sqlite3* handle() const { return handle_.get(); }
  std::string const& path() const { return path_; }
  Waiting& waiting() { return *waiting_; }

  // Statements without results; `doing` is said when they fail.
  Result<void> run(std::string const& sql, std::string_view doing) const;
  void interrupt() const { sqlite3_interrupt(handle_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  void roll_back() const;

  // The last error of this connection: what, where, what to do.
  Error failure(std::string_view doing) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };

  explicit Connection(std::string path) : path_{std::move(path)}, waiting_{std::make_unique<Waiting>()} {}
  Result<void> open_file(std::string const& file, int flags);
  Result<void> open_to_read(Access access);
  Result<void> configure();

  std::string path_;
  std::unique_ptr<Waiting> waiting_;
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace oar::sqlite
