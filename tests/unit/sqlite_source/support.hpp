#pragma once
// A database made with SQL, and what the source makes of it.

#include <oar/source.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include "plugins/sqlite/source/source.hpp"
#include "support/results.hpp"

namespace oar::sqlite::source::test {

class File {
 public:
  File();
  ~File();
  File(File const&) = delete;
  File& operator=(File const&) = delete;

  std::string path() const { return folder_ + "/source.db"; }
  std::string const& folder() const { return folder_; }
  void run(std::string const& sql) const;

 private:
  std::string folder_;
};

using oar::test::failed;
using oar::test::ok;

std::unique_ptr<SqliteSource> source(SourceConfig config);
std::unique_ptr<SqliteSource> source(File const& file);

struct Read {
  std::vector<std::string> rows;  // JSON lines
  std::string cursor;             // of the last checkpoint
  std::vector<std::string> rejects;
  std::vector<std::string> warnings;
};

// A plan of one table in one of its modes, kept while it is read.
struct Planned {
  Plan plan;
  Table table;
  Split const& split() const { return plan.splits.front(); }
};
Planned planned(SqliteSource& from, std::string const& table, std::string const& cursor = {},
                Plan const* bounds_of = nullptr, std::string const& where = {});
// To its end, in batches of so many rows.
Read read(SqliteSource& from, Planned const& plan, std::string const& cursor = {}, std::uint64_t batch = 8192);
// Plan and scan in one.
Read read(SqliteSource& from, std::string const& table, std::string const& cursor = {});

}  // namespace oar::sqlite::source::test
