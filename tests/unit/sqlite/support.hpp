#pragma once
// A database in a folder of its own, writers to it, and questions asked past the plugin.

#include <filesystem>
#include <memory>
#include <string>

#include "tests/unit/databases/harness.hpp"

namespace oar::test {

class Database {
 public:
  Database();
  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;
  ~Database();

  std::string path() const { return (folder_ / "rows.db").string(); }
  std::filesystem::path const& folder() const { return folder_; }
  bool exists() const { return std::filesystem::exists(path()); }

  // Past the plugin, as another program would.
  void run(std::string const& sql) const;
  // Values of a result, '|' between columns, "; " between rows, "NULL" for NULL.
  std::string ask(std::string const& sql) const;

  std::unique_ptr<Writer> writer(std::string source = "src", std::int64_t sync_time_us = 1'000'000,
                                 std::string sync_id = "sync-1") const;
  std::unique_ptr<Writer> reader() const;

  // Whether no writer has made anything.
  bool is_untouched() const { return !exists(); }
  // Values of column `value` of table `one`, with their types.
  std::string stored_column() const { return ask("SELECT typeof(value), value FROM one"); }
  // Two seconds after 1970 began, as it is stored.
  static constexpr char two_seconds[] = "1970-01-01T00:00:02.000000Z";

 private:
  std::filesystem::path folder_;
};

// With no table `one` in it.
std::unique_ptr<Database const> emptied();

}  // namespace oar::test
