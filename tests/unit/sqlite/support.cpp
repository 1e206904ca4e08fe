// The test support's insides.
#include "support.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include "plugins/sqlite/writer.hpp"

namespace oar::test {

using namespace oar::sqlite;

namespace fs = std::filesystem;

Database::Database() {
  std::string name = (fs::temp_directory_path() / "oar-sqlite-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
}

Database::~Database() {
  std::error_code ignored;
  fs::permissions(folder_, fs::perms::owner_all, ignored);
  fs::remove_all(folder_, ignored);
}

namespace {

int add_row(void* into, int columns, char** values, char**) {
  auto& text = *static_cast<std::string*>(into);
  if (!text.empty()) text += "; ";
  for (int i = 0; i < columns; ++i) text.append(i > 0 ? "|" : "").append(values[i] ? values[i] : "NULL");
  return 0;
}

std::string execute(std::string const& path, std::string const& sql) {
  sqlite3* database = nullptr;
  std::string text;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  auto const code = sqlite3_exec(database, sql.c_str(), add_row, &text, nullptr);
  std::string const message = sqlite3_errmsg(database);
  sqlite3_close(database);
  INFO(message);
  REQUIRE(code == SQLITE_OK);
  return text;
}

}  // namespace

void Database::run(std::string const& sql) const { execute(path(), sql); }
std::string Database::ask(std::string const& sql) const { return execute(path(), sql); }

std::unique_ptr<Writer> Database::writer(std::string source, std::int64_t sync_time_us, std::string sync_id) const {
  return ok(SqliteWriter::open(
      path(), {.source_name = std::move(source), .sync_id = std::move(sync_id), .sync_time_us = sync_time_us}));
}

std::unique_ptr<Writer> Database::reader() const {
  return ok(SqliteWriter::open(path(), {.source_name = "src", .read_only = true}));
}

std::unique_ptr<Database const> emptied() { return std::make_unique<Database const>(); }

}  // namespace oar::test
