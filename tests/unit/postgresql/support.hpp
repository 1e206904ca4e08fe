#pragma once
// A database of a real server, writers to it, and questions asked past the plugin.

#include <memory>
#include <string>

#include "plugins/postgresql/destination/store.hpp"
#include "tests/support/postgres/cluster.hpp"
#include "tests/unit/databases/harness.hpp"

namespace oar::test {

class Database {
 public:
  explicit Database(Cluster& cluster = Cluster::shared());

  std::string connection_string() const { return cluster_.connection_string(name_); }
  postgresql::Where where(int connections = 4) const;
  // Past the plugin, as another program would.
  void run(std::string const& sql) const { ask(sql); }
  std::string ask(std::string const& sql) const { return oar::test::ask(connection_string(), sql); }

  std::unique_ptr<Writer> writer(std::string source = "src", std::int64_t sync_time_us = 1'000'000,
                                 std::string sync_id = "sync-1") const;
  std::unique_ptr<Writer> reader() const;

  // Whether no writer has made anything.
  bool is_untouched() const {
    return ask("SELECT count(*) FROM pg_class WHERE relname IN ('people', '_oar_cursors')") == "0";
  }
  // Values of column `value` of table `one`, and the column's type.
  std::string stored_column() const {
    return ask("SELECT value::text FROM one") + " " +
           ask("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'one'::regclass AND "
               "attname = 'value'");
  }
  // Two seconds after 1970 began, as it is stored.
  static constexpr char two_seconds[] = "1970-01-01 00:00:02+00";

 private:
  Cluster& cluster_;
  std::string name_;
};

// With no table `one` in it. The same for all: making one takes longer than everything else.
Database const* emptied();

}  // namespace oar::test
