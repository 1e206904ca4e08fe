// The test support's insides.
#include "support.hpp"

#include <oar/detail/read_back_stream.hpp>
#include <oar/json_text.hpp>

#include <sqlite3.h>
#include <stdlib.h>

#include "plugins/sqlite/writer.hpp"

namespace oar::sqlite::test {

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

void ok(Result<void> const& result) {
  INFO((result ? std::string{} : result.error().message()));
  REQUIRE(result);
}

Batch batch_of(Table const& table, Rows& rows) {
  REQUIRE_FALSE(rows.fault());
  return ok(Batch::make(table, rows.finish()));
}

void write(Writer& writer, Layout const& layout, Rows rows, std::string const& token,
           std::vector<StoredState> const& states) {
  ok(writer.migrate(layout, MigrateMode::safe));
  auto const transaction = ok(writer.begin(token, {}));
  ok(transaction->write(layout, batch_of(layout.table, rows)));
  ok(transaction->commit(states));
}

std::vector<std::string> read_back(Writer& writer, Table const& table) {
  RowStream stream{table, ok(writer.read_back(table))};
  std::vector<std::string> lines;
  while (auto array = ok(stream.next())) {
    auto const batch = ok(Batch::make(table, std::move(array)));
    for (std::int64_t row = 0; row < batch.rows(); ++row) append_json(lines.emplace_back(), batch, row);
  }
  return lines;
}

Table people() {
  Table table{"people"};
  table.required("_oar_source", Type::text).required("_oar_scope", Type::text);
  table.required("_oar_sync_time", Type::timestamp).key("id", Type::int64).column("name", Type::text);
  return table;
}

}  // namespace oar::sqlite::test
