#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite {
namespace {

// A NULL pointer would bind NULL, not what is empty.
char const* data_of(std::string_view bytes) { return bytes.data() ? bytes.data() : ""; }

}  // namespace

Result<Statement> Statement::prepare(Connection const& connection, std::string const& sql, std::string_view doing) {
  sqlite3_stmt* made = nullptr;
  auto const size = static_cast<int>(sql.size()) + 1;
  auto const result =
      sqlite3_prepare_v3(connection.handle(), sql.c_str(), size, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (result != SQLITE_OK) return connection.failure(doing);
  return Statement{connection, made, doing};
}

Statement& Statement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(handle_.get(), at, value);
  return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(handle_.get(), at, data_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_bytes(int at, std::string_view bytes) {
  sqlite3_bind_blob64(handle_.get(), at, data_of(bytes), bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  auto const result = sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) {
    reset();
    return false;
  }
  auto error = connection_->failure(doing_);
  reset();
  return error;
}

Result<void> Statement::run() {
  OAR_TRY(step());
  reset();
  return {};
}

std::string_view Statement::text(int column) const {
  auto const* data = reinterpret_cast<char const*>(sqlite3_column_text(handle_.get(), column));
  if (!data) return "";
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view Statement::bytes(int column) const {
  auto const* data = static_cast<char const*>(sqlite3_column_blob(handle_.get(), column));
  if (!data) return "";
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

}  // namespace oar::sqlite
