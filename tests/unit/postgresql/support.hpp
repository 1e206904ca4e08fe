#pragma once
// A database of a real server, writers to it, and questions asked past the plugin.

#include <oar/destination.hpp>
#include <oar/rows.hpp>
#include <oar/source.hpp>

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plugins/postgresql/destination/store.hpp"
#include "tests/support/postgres/cluster.hpp"

namespace oar::postgresql::test {

using oar::test::Cluster;

class Database {
 public:
  explicit Database(Cluster& cluster = Cluster::shared());

  std::string connection_string() const { return cluster_.connection_string(name_); }
  Where where(int connections = 4) const;
  // Past the plugin, as another program would.
  void run(std::string const& sql) const { ask(sql); }
  std::string ask(std::string const& sql) const { return oar::test::ask(connection_string(), sql); }

  std::unique_ptr<Writer> writer(std::string source = "src", std::int64_t sync_time_us = 1'000'000,
                                 std::string sync_id = "sync-1") const;
  std::unique_ptr<Writer> reader() const;

 private:
  Cluster& cluster_;
  std::string name_;
};

// A result's value, or the test fails with its error.
template <class T>
T ok(Result<T> result) {
  INFO((result ? std::string{} : result.error().message()));
  REQUIRE(result);
  return *std::move(result);
}
void ok(Result<void> const& result);

template <class T>
Error failed(Result<T> result) {
  REQUIRE_FALSE(result);
  return std::move(result).error();
}

Batch batch_of(Table const& table, Rows& rows);

// Migrates, writes the rows and commits them, each in a transaction of its own.
void write(Writer& writer, Layout const& layout, Rows rows, std::string const& token,
           std::vector<StoredState> const& states = {});

// All rows of a table as JSON lines, in the types wanted.
std::vector<std::string> read_back(Writer& writer, Table const& table);

// A host that keeps rejects, and may be cancelled.
class RejectHost {
 public:
  struct Rejected {
    std::string table, row, reason;
  };
  RejectHost();
  RejectHost(RejectHost const&) = delete;
  RejectHost& operator=(RejectHost const&) = delete;

  Host host() const { return Host{&handle_}; }
  std::vector<Rejected> const& rejected() const { return rejected_; }

 private:
  static void const* OAR_CALL get_extension(oar_host const*, char const* id);
  static oar_status OAR_CALL reject(oar_host const*, oar_str table, oar_bytes row, oar_str reason, oar_error*);

  oar_host handle_{};
  std::vector<Rejected> rejected_;
};

// id (key), name; with the columns of ours in front.
Table people();

}  // namespace oar::postgresql::test
