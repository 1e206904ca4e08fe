// The two ways to open a state file.
#include "state/open.hpp"

#include <chrono>
#include <string>
#include <system_error>
#include <thread>

#include "state/errors.hpp"
#include "state/os.hpp"
#include "state/schema.hpp"

namespace oar::state {
namespace {

namespace fs = std::filesystem;

bool is_permission(std::error_code const& code) {
  return code == std::errc::permission_denied || code == std::errc::operation_not_permitted ||
         code == std::errc::read_only_file_system;
}

Error not_usable_place(fs::path const& path, std::error_code const& code) {
  return not_usable(path.string(), code.message(), is_permission(code));
}

Result<void> create_file_and_folder(fs::path const& path) {
  if (auto const code = os::create_folders(path.parent_path())) return not_usable_place(path, code);
  return os::create_private_file(path);
}

// With a log, a commit costs one fsync. SQLite does not wait for others while it changes to a log (a lock taken upward
// could wait in a circle) but answers BUSY at once: so we wait, as long as for any other lock.
Result<void> change_to_log(Database& database) {
  using namespace std::chrono_literals;
  auto const patience = std::chrono::steady_clock::now() + std::chrono::milliseconds{busy_timeout_ms};
  while (true) {
    auto const changed = database.script("PRAGMA journal_mode=WAL");
    if (changed || changed.error().code() != Errc::conflict || std::chrono::steady_clock::now() > patience)
      return changed;
    std::this_thread::sleep_for(2ms);
  }
}

// FULL: the log is synced at each commit.
constexpr char settings[] = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON";

// As in RFC 3986, for the characters that SQLite gives a meaning.
std::string uri(fs::path const& path, std::string_view parameters) {
  std::string text = "file:";
  for (char const c : path.string()) {
    if (c == '%')
      text += "%25";
    else if (c == '?')
      text += "%3f";
    else if (c == '#')
      text += "%23";
    else
      text += c;
  }
  return text.append("?").append(parameters);
}

// Without a log nobody has the file open, and "immutable" reads it without a lock. With one, its rows count too;
// readonly_shm keeps SQLite from touching the log's index.
std::string name_for_reading(fs::path const& path) {
  std::error_code code;
  auto const real = fs::canonical(path, code);  // the log lies beside the file, not beside a link to it
  bool const has_log = fs::exists(real.string() + "-wal", code);
  return uri(real, has_log ? "mode=ro&readonly_shm=1" : "immutable=1");
}

Result<void> copy(Database& from, Database& to) {
  sqlite3_backup* const backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (!backup) return to.error();
  sqlite3_backup_step(backup, -1);
  int const code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) return explain(from.shown(), code, sqlite3_errstr(code), sqlite3_system_errno(from.handle()));
  return {};
}

Result<void> copy_file(fs::path const& path, Database& memory) {
  auto const flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  auto const file = OAR_TRY(Database::open(name_for_reading(path), flags, path.string()));
  OAR_TRY(check_format(*file));
  return copy(*file, memory);
}

}  // namespace

Result<std::unique_ptr<Database>> open_for_writing(fs::path const& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) return is_a_folder(path.string());
  OAR_TRY(create_file_and_folder(path));
  auto const real = fs::canonical(path, code);  // ":memory:" and "file:x" are names of files here
  if (code) return not_usable_place(path, code);
  auto database = OAR_TRY(Database::open(real.string(), SQLITE_OPEN_READWRITE, path.string()));
  OAR_TRY(check_format(*database));  // before anything is written: the file may be somebody else's
  if (sqlite3_db_readonly(database->handle(), "main") == 1)
    return not_usable(path.string(), "the file is read-only", true);
  OAR_TRY(change_to_log(*database));
  OAR_TRY(database->script(settings));
  OAR_TRY(upgrade_format(*database));
  return database;
}

Result<std::unique_ptr<Database>> open_snapshot(fs::path const& path, Snapshot kind) {
  std::error_code code;
  auto const status = fs::status(path, code);
  if (fs::is_directory(status)) return is_a_folder(path.string());
  bool const is_missing = status.type() == fs::file_type::not_found;
  if (code && !is_missing) return not_usable_place(path, code);
  auto const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
  auto memory = OAR_TRY(Database::open(":memory:", flags, path.string()));
  if (!is_missing) OAR_TRY(copy_file(path, *memory));
  OAR_TRY(upgrade_format(*memory));
  OAR_TRY(memory->script(kind == Snapshot::writable ? "PRAGMA foreign_keys=ON" : "PRAGMA query_only=1"));
  return memory;
}

}  // namespace oar::state
