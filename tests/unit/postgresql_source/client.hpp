#pragma once
// A host in miniature over the source: plans, reads splits, keeps cursors and rows.

#include <oar/source.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugins/postgresql/source/source.hpp"
#include "tests/support/postgres/cluster.hpp"

namespace oar::postgresql::source::test {

using Rows = std::vector<std::string>;  // as JSON, in the order of arrival

// What one scan said.
struct ScanResult {
  Rows rows;
  std::vector<std::string> cursors;      // of its checkpoints, in order
  std::vector<std::size_t> rows_before;  // each checkpoint: how many rows came before it
  std::string last_cursor;               // of END
  std::optional<Error> error;
};

class PlanOfClient {
 public:
  explicit PlanOfClient(oar_plan* plan) : plan_{plan, [](oar_plan* one) { one->release(one); }} {}
  std::size_t count() const { return plan_->count; }
  oar_split const& split(std::size_t i) const { return *plan_->split(plan_.get(), i); }
  std::string id(std::size_t i) const { return std::string{detail::view(split(i).split_id)}; }
  std::string start(std::size_t i) const { return std::string{detail::view(split(i).start_cursor)}; }
  oar_plan* handle() const { return plan_.get(); }

 private:
  std::shared_ptr<oar_plan> plan_;
};

struct Wanted {
  std::string table;
  ReadMode mode = ReadMode::full;
  std::vector<std::string> columns = {};
  std::string where = {};
};

class Client {
 public:
  // `settings`: JSON members beside the connection string: "\"split_mib\": 1"
  Client(std::string const& connection_string, std::string const& settings);

  Catalog catalog();
  Result<PlanOfClient> plan(std::vector<Wanted> const& wanted, std::map<std::string, std::string> const& cursors = {},
                            oar_plan* bounds_of = nullptr);
  // Ends early when `go_on` says so, after a checkpoint.
  ScanResult read(oar_split const& split, std::string const& cursor = {},
                  std::function<bool(ScanResult const&)> const& go_on = {});
  // All splits of a table, read whole.
  Rows all(std::string const& table);

  std::uint64_t batch_rows = 8192;
  std::uint64_t batch_bytes = std::uint64_t{4} << 20;

 private:
  std::unique_ptr<PostgresqlSource> source_;
  std::unique_ptr<SourceCalls> calls_;
  bool discovered_ = false;
};

// A session past the plugin, which may keep its transaction open. Unlike a failed check, what it throws may come from
// any thread.
class Writer {
 public:
  explicit Writer(std::string const& where) : handle_{PQconnectdb(where.c_str())} {}
  ~Writer() { PQfinish(handle_); }
  Writer(Writer const&) = delete;
  Writer& operator=(Writer const&) = delete;
  Writer& run(std::string const& sql);

 private:
  PGconn* handle_;
};

// A new database of the shared server with these tables in it.
std::string database(std::string const& sql);

}  // namespace oar::postgresql::source::test
