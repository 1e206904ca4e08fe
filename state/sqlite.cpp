// Connections, statements and transactions; what SQLite's failures are called stands in errors.cpp.
#include "state/sqlite.hpp"

#include <utility>

#include "state/errors.hpp"

namespace oar::state {

Result<bool> Rows::next() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return database_->error();
  }
}

std::string Rows::bytes(int column) const {
  auto const* const data = static_cast<char const*>(sqlite3_column_blob(statement_.get(), column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data ? std::string(data, size) : std::string();
}

void Rows::Reset::operator()(sqlite3_stmt* statement) const {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
}

Result<std::unique_ptr<Database>> Database::open(std::string const& name, int flags, std::string shown) {
  auto database = std::unique_ptr<Database>{new Database{std::move(shown)}};
  int const code = sqlite3_open_v2(name.c_str(), &database->handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) return database->error();
  sqlite3_extended_result_codes(database->handle_, 1);
  sqlite3_busy_timeout(database->handle_, busy_timeout_ms);
  return database;
}

Database::~Database() {
  for (auto const& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Result<void> Database::script(char const* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  auto rows = OAR_TRY(query(sql));
  if (OAR_TRY(rows.next())) return rows.integer(0);
  return std::int64_t{0};
}

Result<sqlite3_stmt*> Database::prepared(std::string_view sql) {
  auto const [place, is_new] = statements_.try_emplace(sql, nullptr);
  if (place->second) return place->second;
  int const code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &place->second, nullptr);
  if (code != SQLITE_OK) return error();
  return place->second;
}

// A null pointer would bind NULL, so an empty view gets an address.
int Database::bind(sqlite3_stmt* statement, int position, std::string_view text) {
  return sqlite3_bind_text64(statement, position, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT,
                             SQLITE_UTF8);
}

int Database::bind(sqlite3_stmt* statement, int position, Blob blob) {
  auto const bytes = blob.bytes;
  return sqlite3_bind_blob64(statement, position, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

namespace {

int last_errno(sqlite3_file* file) {
  int code = 0;
  if (file && file->pMethods) file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &code);
  return code;
}

// SQLite keeps what the system said per file: for opening with the connection, for writing with the log or the
// database.
int system_errno(sqlite3* handle) {
  if (int const code = sqlite3_system_errno(handle)) return code;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (int const code = last_errno(log)) return code;
  sqlite3_file* database = nullptr;
  sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &database);
  return last_errno(database);
}

}  // namespace

Error Database::error() const {
  if (!handle_) return Error::of(Errc::no_memory, "state file ", shown_, ": out of memory");
  return explain(shown_, sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_), system_errno(handle_));
}

Result<Transaction> Transaction::begin(Database& database) {
  OAR_TRY(database.execute("BEGIN IMMEDIATE"));
  return Transaction{database};
}

Result<void> Transaction::commit() {
  OAR_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

// SQLite has already rolled back by itself after some failures, a full disk among them.
Transaction::~Transaction() {
  if (database_ && !sqlite3_get_autocommit(database_->handle())) (void)database_->execute("ROLLBACK");
}

}  // namespace oar::state
