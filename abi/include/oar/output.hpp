#pragma once
// What a reader fills: rows of its split's tables, checkpoints, and word of what went wrong.

#include <oar/host.hpp>
#include <oar/rows.hpp>
#include <oar/split.hpp>
#include <oar/table.hpp>

#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace oar {

// Targets of one batch.
struct BatchLimits {
  std::uint64_t rows = 8192;
  std::uint64_t bytes = std::uint64_t{4} << 20;
};

class Output {
 public:
  // One table of the split, as the user wants it.
  struct Wanted {
    Table table;
    std::vector<bool> keep;  // per column
    bool emit = true;        // false: not selected, or read only for its children
  };

  Output(std::vector<Wanted> tables, BatchLimits limits, Host host) : limits_{limits}, host_{host} {
    for (auto& table : tables) slots_.emplace_back(std::move(table));
  }

  // A row of the split's first table.
  template <class... Values>
  void row(Values const&... values) {
    slots_.front().rows.row(values...);
  }
  // The rows of a table of this split, by name or by its place in split.tables. What nobody selected is dropped later.
  Rows& to(std::string_view table) { return slot(table).rows; }
  Rows& to(std::size_t table) { return slots_.at(table).rows; }
  // Whether rows of this table are wanted: spares work, never needed for correctness.
  bool wants(std::string_view table) const {
    for (auto const& slot : slots_)
      if (slot.wanted.table.name() == table) return slot.wanted.emit && !slot.failed;
    return false;
  }

  // Enough for one batch: return from next().
  bool full() const {
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    for (auto const& slot : slots_) rows += static_cast<std::uint64_t>(slot.rows.length());
    if (rows >= limits_.rows) return true;
    if (rows % 8 != 0 && !large_rows_) return false;  // a look at the bytes every few rows is enough for small ones
    for (auto const& slot : slots_) bytes += slot.rows.bytes();
    large_rows_ = rows > 0 && bytes / rows > limits_.bytes / 64;
    return bytes >= limits_.bytes;
  }
  BatchLimits const& limits() const { return limits_; }

  // Every row added so far is covered: a sync that ends here resumes at `cursor`.
  void checkpoint(Cursor cursor) { checkpoint_ = std::move(cursor); }
  // This table and its children cannot go on in this scan; the other tables do.
  void table_error(std::string_view table, Error error) { slot(table).failed = std::move(error); }
  // More work was found; durable with the next checkpoint.
  void found(Split split) { found_.push_back(std::move(split)); }
  // In whatever the source counts; -1 = unknown.
  void progress(std::int64_t done, std::int64_t total) { progress_ = {{done, total}}; }

  Host const& host() const { return host_; }

 private:
  friend class ScanState;

  struct Slot {
    explicit Slot(Wanted w) : wanted{std::move(w)}, rows{wanted.table} {}
    Wanted wanted;
    Rows rows;
    bool declared = false;
    bool reported = false;  // its error went out
    std::optional<Error> failed;
  };

  Slot& slot(std::string_view table) {
    for (auto& candidate : slots_)
      if (candidate.wanted.table.name() == table) return candidate;
    throw std::logic_error{"table " + std::string{table} + " is not among the tables of this split"};
  }

  std::deque<Slot> slots_;
  BatchLimits limits_;
  Host host_;
  std::optional<Cursor> checkpoint_;
  std::vector<Split> found_;
  std::optional<std::pair<std::int64_t, std::int64_t>> progress_;
  mutable bool large_rows_ = true;
};

}  // namespace oar
