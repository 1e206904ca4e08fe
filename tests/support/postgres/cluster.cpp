#include "cluster.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

namespace oar::test {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds patience{60};

// The newest server that Debian's packages have put here.
fs::path programs() {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (auto const& version : fs::directory_iterator{"/usr/lib/postgresql", ignored})
    if (fs::exists(version.path() / "bin/postgres")) found.push_back(version.path() / "bin");
  REQUIRE_FALSE(found.empty());
  return *std::ranges::max_element(
      found, {}, [](fs::path const& path) { return std::stoi(path.parent_path().filename().string()); });
}

// PostgreSQL refuses to run as root.
std::optional<passwd> ordinary_user() {
  if (::geteuid() != 0) return std::nullopt;
  auto const* user = ::getpwnam("postgres");
  if (!user) user = ::getpwnam("nobody");
  REQUIRE(user != nullptr);
  return *user;
}

// The child dies with the thread that started it; its output goes to a file.
pid_t launch(std::vector<std::string> const& command, fs::path const& output) {
  auto const user = ordinary_user();
  std::vector<char*> arguments;
  for (auto const& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::array<char, 9> locale{"LC_ALL=C"};
  std::array<char, 7> zone{"TZ=UTC"};
  std::array<char*, 3> environment{locale.data(), zone.data(), nullptr};
  auto const log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  auto const nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  REQUIRE((log >= 0 && nothing >= 0));
  auto const parent = ::getpid();
  auto const child = ::fork();
  REQUIRE(child >= 0);
  if (child > 0) {
    ::close(log);
    ::close(nothing);
    return child;
  }
  // From here on nothing that allocates: other threads may hold the allocator's lock for ever.
  ::dup2(nothing, 0);
  ::dup2(log, 1);
  ::dup2(log, 2);
  if (user && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (::getppid() != parent) ::_exit(126);
  ::execve(arguments[0], arguments.data(), environment.data());
  ::_exit(127);
}

int free_port() {
  auto const fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(fd, any, sizeof address) == 0);
  socklen_t size = sizeof address;
  ::getsockname(fd, any, &size);
  ::close(fd);
  return ntohs(address.sin_port);
}

std::string read_file(fs::path const& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void run_to_end(std::vector<std::string> const& command, fs::path const& output) {
  int status = 0;
  ::waitpid(launch(command, output), &status, 0);
  INFO(read_file(output));
  REQUIRE(status == 0);
}

// Written as whoever we are; readable by the server's user.
void write_file(fs::path const& path, std::string const& text, std::ios::openmode mode) {
  std::ofstream file{path, mode};
  file << text;
  REQUIRE(file.flush());
}

}  // namespace

Cluster::Cluster(Loopback loopback, Fsync fsync) : loopback_{loopback}, fsync_{fsync} {
  std::string name = (fs::temp_directory_path() / "oar-pg-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  // When the test was killed, the server is just dying, and may write for a moment.
  removal_.emplace("for try in $(seq 100); do rm -rf " + in_quotes(name) + " && break; sleep 0.05; done");
  fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  if (auto const user = ordinary_user()) REQUIRE(::chown(folder_.c_str(), user->pw_uid, user->pw_gid) == 0);
  if (loopback_ == Loopback::yes) port_ = free_port();
  initialise();
  start();
}

Cluster::~Cluster() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
  }
}

Cluster& Cluster::shared() {
  static Cluster cluster{Loopback::no, Fsync::no};
  return cluster;
}

void Cluster::initialise() const {
  run_to_end({(programs() / "initdb").string(), "--no-sync", "--no-instructions", "--auth=trust", "--username=postgres",
              "--encoding=UTF8", "--locale=C", "--pgdata=" + data().string()},
             folder_ / "initdb.log");
}

void Cluster::start() {
  REQUIRE(server_ < 0);
  std::vector<std::string> command{(programs() / "postgres").string(), "-D", data().string(), "-k", folder_.string()};
  auto const setting = [&](std::string const& text) {
    command.push_back("-c");
    command.push_back(text);
  };
  setting("port=" + std::to_string(port_));
  setting(loopback_ == Loopback::yes ? "listen_addresses=127.0.0.1" : "listen_addresses=");
  setting("shared_buffers=64MB");
  setting("max_connections=60");
  setting(fsync_ == Fsync::yes ? "fsync=on" : "fsync=off");
  setting("max_prepared_transactions=20");
  setting("autovacuum=off");  // nothing changes but what tests do
  server_ = launch(command, folder_ / "server.log");
  wait_until_ready();
}

void Cluster::wait_until_ready() {
  auto const deadline = std::chrono::steady_clock::now() + patience;
  while (PQping(connection_string().c_str()) != PQPING_OK) {
    INFO(log());
    int status = 0;
    REQUIRE(::waitpid(server_, &status, WNOHANG) == 0);
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

void Cluster::stop(How how) {
  REQUIRE(server_ > 0);
  REQUIRE(::kill(server_, how == How::fast ? SIGINT : SIGQUIT) == 0);
  REQUIRE(::waitpid(server_, nullptr, 0) == server_);
  server_ = -1;
}

void Cluster::set_next_transaction(std::uint64_t number) const {
  auto const log = folder_ / "resetwal.log";
  auto const low = static_cast<std::uint32_t>(number);
  run_to_end({(programs() / "pg_resetwal").string(), "-x", std::to_string(low), "-e", std::to_string(number >> 32),
              data().string()},
             log);
  // The page with that transaction's outcome has to exist: two bits for each, 256 KiB a file.
  std::array<char, 8> name{};
  std::snprintf(name.data(), name.size(), "%04X", low >> 20);
  run_to_end({"/usr/bin/truncate", "--size=256K", (data() / "pg_xact" / name.data()).string()}, log);
}

std::string Cluster::log() const { return read_file(folder_ / "server.log"); }

std::string Cluster::connection_string(std::string const& database) const {
  return "host=" + folder_.string() + " port=" + std::to_string(port_) + " user=postgres dbname=" + database;
}

std::string Cluster::loopback_uri(std::string const& database) const {
  return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string Cluster::create_database(std::string const& name) {
  auto const unique = name + std::to_string(++databases_);
  ask(connection_string(), "CREATE DATABASE \"" + unique + "\"");
  return unique;
}

void Cluster::configure(std::string const& lines) const {
  write_file(data() / "postgresql.conf", lines + "\n", std::ios::app);
}

void Cluster::replace_hba(std::string const& lines) const {
  write_file(data() / "pg_hba.conf", lines + "\n", std::ios::trunc);
}

Cluster::Certificate Cluster::certificate(std::string const& common_name, std::string const& password_of_key) const {
  Certificate const made{folder_ / (common_name + ".crt"), folder_ / (common_name + ".key")};
  std::vector<std::string> command{"/usr/bin/openssl",
                                   "req",
                                   "-x509",
                                   "-newkey",
                                   "rsa:2048",
                                   "-days",
                                   "3650",
                                   "-subj",
                                   "/CN=" + common_name,
                                   "-addext",
                                   "subjectAltName=IP:127.0.0.1",
                                   "-keyout",
                                   made.key.string(),
                                   "-out",
                                   made.certificate.string()};
  if (password_of_key.empty())
    command.push_back("-nodes");
  else
    command.insert(command.end(), {"-passout", "pass:" + password_of_key});
  run_to_end(command, folder_ / "openssl.log");
  return made;
}

fs::path Cluster::use_tls() const {
  auto const made = certificate("localhost");
  configure("ssl = on\nssl_cert_file = '" + made.certificate.string() + "'\nssl_key_file = '" + made.key.string() +
            "'");
  return made.certificate;
}

std::string ask(std::string const& connection_string, std::string const& sql) {
  std::unique_ptr<PGconn, void (*)(PGconn*)> const connection{PQconnectdb(connection_string.c_str()), PQfinish};
  INFO(sql);
  INFO(PQerrorMessage(connection.get()));
  REQUIRE(PQstatus(connection.get()) == CONNECTION_OK);
  PQsetNoticeProcessor(
      connection.get(), [](void*, char const*) {}, nullptr);
  std::unique_ptr<PGresult, void (*)(PGresult*)> const result{PQexec(connection.get(), sql.c_str()), PQclear};
  INFO(PQerrorMessage(connection.get()));
  auto const status = PQresultStatus(result.get());
  REQUIRE((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
  std::string text;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    if (row > 0) text += "; ";
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      auto const null = PQgetisnull(result.get(), row, column) != 0;
      text.append(column > 0 ? "|" : "").append(null ? "NULL" : PQgetvalue(result.get(), row, column));
    }
  }
  return text;
}

}  // namespace oar::test
