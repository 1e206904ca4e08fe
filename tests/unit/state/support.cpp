// The test support's insides.
#include "support.hpp"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

namespace oar::state::test {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "oar-state-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code code;
  fs::permissions(path_, fs::perms::owner_all, code);
  fs::remove_all(path_, code);
}

std::map<std::string, std::string> contents(fs::path const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    auto in = std::ifstream{entry.path(), std::ios::binary};
    files[entry.path().string()] = std::string(std::istreambuf_iterator<char>{in}, {});
  }
  return files;
}

void write_file(fs::path const& path, std::string const& content) { std::ofstream{path, std::ios::binary} << content; }

void run_sql(fs::path const& path, std::string const& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  int const code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  std::string const text = sqlite3_errmsg(database);
  sqlite3_close(database);
  INFO(text);
  REQUIRE(code == SQLITE_OK);
}

std::int64_t query_number(fs::path const& path, std::string const& sql) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
  auto const number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return number;
}

namespace {

// The child's life: work, report, wait to be killed. It never returns into the test runner.
[[noreturn]] void live(std::function<std::string()> const& body, int pipe_end) {
  std::string report;
  try {
    report = body();
  } catch (...) {
    report = "the child threw";
  }
  [[maybe_unused]] auto const written = ::write(pipe_end, report.data(), report.size());
  ::close(pipe_end);
  for (;;) ::pause();
}

std::string read_all(int pipe_end) {
  std::string text;
  std::array<char, 4096> part{};
  for (;;) {
    auto const size = ::read(pipe_end, part.data(), part.size());
    if (size <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

Child::Child(std::function<std::string()> const& body) : pid_{-1} {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::close(ends[0]);
    live(body, ends[1]);
  }
  ::close(ends[1]);
  report_ = read_all(ends[0]);
  ::close(ends[0]);
}

void Child::kill_now() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

int at_the_same_moment(int n, std::function<bool()> const& body) {
  std::array<int, 2> gate{};
  REQUIRE(::pipe(gate.data()) == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < n; ++i) {
    pid_t const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      ::close(gate[1]);
      read_all(gate[0]);  // ends when the gate opens
      ::_exit(body() ? 0 : 1);
    }
    children.push_back(child);
  }
  ::close(gate[0]);
  ::close(gate[1]);
  int answered_true = 0;
  for (pid_t const child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status == 0) ++answered_true;
  }
  return answered_true;
}

}  // namespace oar::state::test
