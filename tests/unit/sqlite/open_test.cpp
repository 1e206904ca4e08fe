// What a connection string may be, and what is said when the file cannot be used.
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "plugins/sqlite/destination.hpp"
#include "plugins/sqlite/writer.hpp"
#include "support.hpp"

using namespace oar;
using namespace oar::sqlite;
using namespace oar::test;

namespace {

// Files of this process grow no further: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : before_{std::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &limit_);
    rlimit const small{bytes, limit_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(FullDisk const&) = delete;
  FullDisk& operator=(FullDisk const&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int);
};

}  // namespace

TEST_CASE("a connection string is a path, with or without file:") {
  CHECK(ok(file_of("./my db?.sqlite")) == "./my db?.sqlite");
  CHECK(ok(file_of("file:rows.db")) == "rows.db");
  CHECK(ok(file_of("file:///var/rows.db")) == "/var/rows.db");
  for (auto const* wrong : {"", "file:", ":memory:", "file:rows.db?mode=ro", "file::memory:"})
    CHECK(failed(file_of(wrong)).code() == Errc::config);
}

TEST_CASE("a missing folder is named, by writing and by testing the connection") {
  Database const database;
  auto const path = (database.folder() / "missing" / "rows.db").string();
  auto const error = failed(SqliteWriter::open(path, {.source_name = "src"}));
  CHECK(error.code() == Errc::io);
  CHECK(error.message().find(path) != std::string::npos);
  CHECK(error.message().find("folder must exist") != std::string::npos);
  auto const tested = SqliteDestination{path}.test_connection();
  REQUIRE_FALSE(tested);
  CHECK(tested.error().message().find("does not exist") != std::string::npos);
  ok(SqliteDestination{database.path()}.test_connection());
  CHECK_FALSE(database.exists());
}

TEST_CASE("a file that is no database is refused and left alone") {
  Database const database;
  auto const text = std::string(5000, 'x');
  std::ofstream{database.path()} << text;
  auto const error = failed(SqliteWriter::open(database.path(), {.source_name = "src"}));
  CHECK(error.code() == Errc::io);
  CHECK(error.message().find("no SQLite database") != std::string::npos);
  auto in = std::ifstream{database.path()};
  CHECK(std::string(std::istreambuf_iterator<char>{in}, {}) == text);
}

TEST_CASE("a file in a folder that may not be written to is an error that says so") {
  if (::geteuid() == 0) return;  // root may write everywhere
  Database const database;
  std::filesystem::permissions(database.folder(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  auto const error = failed(SqliteWriter::open(database.path(), {.source_name = "src"}));
  CHECK(error.code() == Errc::io);
  CHECK(error.message().find("yours to write to") != std::string::npos);
}

TEST_CASE("a full disk ends the transaction with what to do, and leaves what was there") {
  Database const database;
  auto const writer = database.writer();
  Table table{"blobs"};
  table.column("data", Type::binary);
  Layout const layout{0, WriteMode::append, table};
  Rows small{table};
  small.row("kept");
  write(*writer, layout, std::move(small), "t1");
  FullDisk const full{1 << 20};
  auto const transaction = ok(writer->begin("t2", {}));
  Rows large{table};
  for (int i = 0; i < 64; ++i) large.row(std::string(1 << 20, 'x'));
  Result<void> done = transaction->write(layout, batch_of(table, large));
  if (done) done = transaction->commit({});
  REQUIRE_FALSE(done);
  CHECK(database.ask("SELECT count(*) FROM blobs") == "1");
}

TEST_CASE("a read-only writer leaves no file behind, also beside an existing database") {
  Database const database;
  auto writer = database.reader();
  CHECK(ok(writer->load_state()).empty());
  writer.reset();
  CHECK(std::filesystem::is_empty(database.folder()));
  database.writer().reset();
  database.reader().reset();
  CHECK(std::distance(std::filesystem::directory_iterator{database.folder()}, {}) == 1);
}

TEST_CASE("the settings' schema names the one setting and requires it") {
  auto const schema = json_schema<SqliteDestination::Config>();
  CHECK(schema.find(R"("required":["connection_string"])") != std::string::npos);
}
