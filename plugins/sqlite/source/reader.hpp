#pragma once
// One reading of one table.

#include <oar/source.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/sqlite/source/catalog.hpp"
#include "plugins/sqlite/source/position.hpp"
#include "plugins/sqlite/source/snapshot.hpp"
#include "plugins/sqlite/statement.hpp"

namespace oar::sqlite::source {

// What is read of a table.
struct Scope {
  std::vector<std::string> columns;  // empty = all; keys come along
  std::string where;                 // the user's; empty = all rows
};

class TableScan final : public Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(std::shared_ptr<Snapshot> snapshot,
                                              std::shared_ptr<SourceCatalog const> catalog, SourceTable const& table,
                                              Scope const& scope, Cursor const& from);
  TableScan(std::shared_ptr<Snapshot> snapshot, std::shared_ptr<SourceCatalog const> catalog, SourceTable const& table);
  ~TableScan() override;

  Result<More> next(Output& out) override;
  void cancel() override { cancelled_ = true; }

 private:
  // A column of the table, and where it stands in the statement; -1 = not read.
  struct Part {
    Take take;
    int at;
    bool in_key;
  };

  Result<void> prepare(Scope const& scope, Cursor const& from);
  Result<void> resume(Cursor const& from);
  Result<void> row(Output& out, Rows& rows);
  Result<bool> take_cells(Output& out);
  Result<bool> take_position(Output& out);
  Result<void> reject(Output& out, std::string const& reason);
  void checkpoint(Output& out);
  void warn_of_nulls(Host const& host);

  std::shared_ptr<Snapshot> snapshot_;
  std::shared_ptr<SourceCatalog const> catalog_;  // table_ is in it
  SourceTable const& table_;
  std::optional<Statement> rows_;
  std::vector<Part> parts_;
  std::vector<Cell> cells_;
  std::string where_;
  int values_ = 0;                        // columns of the statement before the row's number
  int number_at_ = -1;                    // of the row's number; -1 = it is not read
  int cursor_at_ = -1;                    // of the cursor column
  std::optional<CursorColumn> position_;  // of incremental reading
  std::int64_t since_checkpoint_ = 0;
  std::int64_t done_ = 0;
  bool began_ = false;
  std::atomic<bool> cancelled_ = false;
};

// The statement that reads this much of a table. With `resumed`, from parameter 1 on.
std::string select_rows(SourceTable const& table, std::vector<std::string> const& columns, std::string const& where,
                        bool resumed);

}  // namespace oar::sqlite::source
