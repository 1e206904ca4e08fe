#pragma once
// A database in a folder of its own, writers to it, and questions asked past the plugin.

#include <oar/destination.hpp>
#include <oar/rows.hpp>
#include <oar/source.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace oar::sqlite::test {

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

 private:
  std::filesystem::path folder_;
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

// id (key), name; with the columns of ours in front.
Table people();

}  // namespace oar::sqlite::test
