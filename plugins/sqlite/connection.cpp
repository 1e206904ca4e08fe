#include "plugins/sqlite/connection.hpp"

#include <chrono>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace oar::sqlite {
namespace {

constexpr int step_ms = 20;
constexpr int patience_ms = 60'000;

// Called by SQLite while another program holds a lock; 0 gives up.
int wait_for_lock(void* context, int tries) {
  auto const& waiting = *static_cast<Waiting const*>(context);
  if (waiting.stopped() || tries * step_ms > patience_ms) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds{step_ms});
  return 1;
}

bool missing(std::string const& path) {
  std::error_code ignored;
  return !std::filesystem::exists(path, ignored) && !ignored;
}

// As in RFC 3986, for the characters that SQLite gives a meaning in a URI.
std::string uri_of(std::string const& path) {
  std::string text = "file:";
  for (auto const c : path) {
    if (c == '%' || c == '?' || c == '#')
      text.append(c == '%' ? "%25" : c == '?' ? "%3f" : "%23");
    else
      text += c;
  }
  return text;
}

// Without a log or a journal nobody writes, and "immutable" reads the file without files of its own. A log's rows count
// too, and readonly_shm keeps SQLite from touching its index. Looking into the file by other means than SQLite's would
// drop the locks that this process has on it.
std::string name_of_snapshot(std::string const& path) {
  std::error_code ignored;
  auto real = std::filesystem::canonical(path, ignored).string();  // the log lies beside the file, not beside a link
  if (real.empty()) real = path;
  if (std::filesystem::exists(real + "-wal", ignored)) return uri_of(real) + "?mode=ro&readonly_shm=1";
  auto const has_journal = std::filesystem::exists(real + "-journal", ignored);
  return uri_of(real) + (has_journal ? "?mode=ro" : "?immutable=1");
}

std::string_view remedy(int code) {
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another program holds its lock: let it finish, or close it";
    case SQLITE_FULL:
      return "the disk is full: free space where the file lies, then sync again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "the file or its folder may not be written to: check their permissions";
    case SQLITE_NOTADB:
      return "the file is no SQLite database: move it away, or name another file";
    case SQLITE_CORRUPT:
      return "the database is damaged: restore it from a backup, or move it away to start anew";
    case SQLITE_CANTOPEN:
      return "the file cannot be opened: its folder must exist, and both must be yours to write to";
    default:
      return "";
  }
}

Errc code_of(int code) {
  switch (code) {
    case SQLITE_NOMEM:
      return Errc::no_memory;
    case SQLITE_INTERRUPT:
      return Errc::cancelled;
    case SQLITE_TOOBIG:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return Errc::data;
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return Errc::internal;
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
      return Errc::schema;
    default:
      return Errc::io;
  }
}

}  // namespace

Error Connection::failure(std::string_view doing) const {
  auto const extended = handle_ ? sqlite3_extended_errcode(handle_.get()) : SQLITE_NOMEM;
  auto const code = extended & 0xff;
  std::string text = handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory";
  int const why = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  if (why != 0 && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN))
    text.append(" (").append(std::generic_category().message(why)).append(")");
  if (auto const help = remedy(code); !help.empty()) text.append("; ").append(help);
  auto errc = code_of(code);
  if (code == SQLITE_BUSY && waiting_->stopped()) errc = Errc::cancelled;
  auto error = Error::of(errc, path_, ": ", doing, ": ", text).vendor(std::to_string(extended));
  if (errc == Errc::io && (code == SQLITE_BUSY || code == SQLITE_LOCKED)) return std::move(error).retry(1000);
  return error;
}

Result<void> Connection::run(std::string const& sql, std::string_view doing) const {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure(doing);
  return {};
}

void Connection::roll_back() const {
  if (in_transaction()) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> Connection::open_file(std::string const& file, int flags) {
  sqlite3* opened = nullptr;
  auto const result = sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(opened);
  if (result != SQLITE_OK) return failure("open");
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_handler(opened, wait_for_lock, waiting_.get());
  return {};
}

// A commit outlives a power cut: WAL with FULL, or a rollback journal (a file system without shared memory, a mode that
// is in use by others) with EXTRA, which syncs the folder too.
Result<void> Connection::configure() {
  // Two connections that turn a new file's mode at once would not wait for each other, but fail.
  static auto* const turning = new std::mutex;  // never destroyed: writers may open while the process exits
  bool wal = false;
  auto const read = [](void* into, int, char** values, char**) {
    *static_cast<bool*>(into) = values[0] && std::string_view{values[0]} == "wal";
    return 0;
  };
  {
    std::scoped_lock const lock{*turning};
    if (sqlite3_exec(handle_.get(), "PRAGMA journal_mode = WAL", read, &wal, nullptr) != SQLITE_OK)
      return failure("open");
  }
  OAR_TRY(run(wal ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = EXTRA", "open"));
  OAR_TRY(run("PRAGMA cache_size = -32768", "open"));
  return run("PRAGMA legacy_alter_table = 1", "open");  // a view goes on meaning the table of that name
}

Result<void> Connection::open_to_read(Access access) {
  if (missing(path_)) return open_file(":memory:", SQLITE_OPEN_READWRITE);
  if (access == Access::snapshot) return open_file(name_of_snapshot(path_), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  // Read-write, so that the last one to close takes the -wal and -shm files away again; query_only keeps the rest.
  if (open_file(path_, SQLITE_OPEN_READWRITE)) return {};
  return open_file(path_, SQLITE_OPEN_READONLY);
}

Result<Connection> Connection::open(std::string path, Access access) {
  Connection connection{std::move(path)};
  if (access == Access::write) {
    OAR_TRY(connection.open_file(connection.path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
    OAR_TRY(connection.configure());
    return connection;
  }
  OAR_TRY(connection.open_to_read(access));
  if (missing(connection.path_)) return connection;
  OAR_TRY(connection.run("PRAGMA query_only = 1", "open"));
  return connection;
}

}  // namespace oar::sqlite
