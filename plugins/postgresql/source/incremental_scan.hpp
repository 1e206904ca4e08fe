#pragma once
// Reads the rows of a table that no earlier read has seen: by the transactions that inserted them, so that rows which
// were committed late, or have the same value of the cursor column, are neither lost nor read twice.
//
// A snapshot shows a row when the row's transaction had ended by then. What it shows of all transactions below its
// window's floor is known from the number alone. Within the window the snapshot's list of transactions in progress does
// not help: it leaves out subtransactions, and on a replica everything. So a read keeps the numbers within its window
// that it met: a row of such a transaction was read, and any other row of the window was not visible.

#include <optional>

#include "plugins/postgresql/source/config.hpp"
#include "plugins/postgresql/source/position.hpp"
#include "plugins/postgresql/source/scan.hpp"

namespace oar::postgresql::source {

class IncrementalScan final : public Scan, private RowFilter {
 public:
  // Errc::cursor_expired when `from` cannot be compared with this server's rows any more.
  static Result<std::unique_ptr<Reader>> open(Subject subject, SourceConfig const& config, Cursor const& from);

  Result<More> next(Output& out) override;

 private:
  // A part of the table, up to a block, and what was read of it.
  struct Stretch {
    std::uint64_t end = 0;
    std::string snapshot;
    Window window;
    Seen seen;
  };

  IncrementalScan(Subject subject, SourceConfig const& config, Position position, Window now);
  Result<void> take_over(std::vector<Segment> const& segments);
  Result<void> start(Output& out);
  Piece fresh(Output const& out);
  Piece caught_up(Stretch const& stretch) const;
  void step_done();
  Result<void> complete(Output& out);
  bool wants(std::span<RawValue const> values, std::size_t more) override;
  Position position() const;
  RelationColumn const& cursor_column() const;

  SourceConfig const config_;
  Position before_;  // as it was saved; its value bounds what is looked for
  Window const now_;
  std::vector<Stretch> stretches_;      // in order
  std::vector<std::string> new_parts_;  // partitions that no earlier read has seen
  Tuples tuples_;
  std::uint64_t block_ = 0;
  bool fresh_done_ = false;  // no part of the table is left that was never read
  bool completed_ = false;
  Stretch* behind_ = nullptr;  // what the running statement catches up
  Seen met_;                   // by the running statement
};

}  // namespace oar::postgresql::source
