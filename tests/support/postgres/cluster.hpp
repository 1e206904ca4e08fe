#pragma once
// A PostgreSQL server of the test's own: a private data folder and socket, run as an ordinary user, gone at the end.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "tests/support/cleanup/cleanup.hpp"

namespace oar::test {

enum class Loopback { no, yes };  // also on a free port of 127.0.0.1
// Whether the server waits for the disk. What it has written outlives its own end in any case.
enum class Fsync { no, yes };

class Cluster {
 public:
  explicit Cluster(Loopback loopback = Loopback::no, Fsync fsync = Fsync::yes);
  Cluster(Cluster const&) = delete;
  Cluster& operator=(Cluster const&) = delete;
  ~Cluster();

  // One for the whole test program, made at its first use, without fsync: many tests make databases in it. Tests that
  // stop or change the server make their own.
  static Cluster& shared();

  // For libpq: "host=<socket folder> user=postgres dbname=<database>"
  std::string connection_string(std::string const& database = "postgres") const;
  // "postgresql://postgres@127.0.0.1:<port>/<database>"
  std::string loopback_uri(std::string const& database = "postgres") const;
  int port() const { return port_; }
  std::filesystem::path const& folder() const { return folder_; }
  std::filesystem::path data() const { return folder_ / "data"; }

  // A new empty database; the name is made unique by a number.
  std::string create_database(std::string const& name = "test");

  // Lines are appended to postgresql.conf; they hold from the next start.
  void configure(std::string const& lines) const;
  // Replaces pg_hba.conf; it holds from the next start.
  void replace_hba(std::string const& lines) const;

  // Made for whoever it names, at 127.0.0.1; signed by itself, so whoever trusts this one trusts no other.
  struct Certificate {
    std::filesystem::path certificate, key;
  };
  Certificate certificate(std::string const& common_name, std::string const& password_of_key = "") const;
  // TLS with a certificate of the server's own, from the next start. Returns what a client has to trust.
  std::filesystem::path use_tls() const;

  enum class How { fast, immediate };  // rolls back and closes; as after a power cut
  void stop(How how);
  void start();
  void restart(How how) {
    stop(how);
    start();
  }
  // What the next transaction's number will be, as if so many had been; while the server is stopped.
  void set_next_transaction(std::uint64_t number) const;
  // What the server has logged so far.
  std::string log() const;

 private:
  void initialise() const;
  void wait_until_ready();

  std::filesystem::path folder_;
  std::optional<Cleanup> removal_;  // of the folder
  Loopback loopback_;
  Fsync fsync_;
  int port_ = 5432;
  pid_t server_ = -1;
  int databases_ = 0;
};

// Statements past the plugin, as psql would run them; values of the last result: '|' between columns, "; " between
// rows, "NULL" for NULL. An error fails the test.
std::string ask(std::string const& connection_string, std::string const& sql);

}  // namespace oar::test
