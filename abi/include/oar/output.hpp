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
  // The rows of a table of this split or of a child of one, by name; or by its place in split.tables. What nobody
  // selected is dropped later.
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
    for (auto const& slot : slots_) rows += static_cast<std::uint64_t>(slot.rows.length());
    if (rows >= limits_.rows) return true;
    // A look at the bytes every few rows is enough for small ones.
    if (rows >= looked_at_ && rows - looked_at_ < look_every_) return enough_bytes_;
    std::uint64_t bytes = 0;
    for (auto const& slot : slots_) bytes += slot.rows.bytes();
    looked_at_ = rows;
    look_every_ = rows == 0 || bytes / rows > limits_.bytes / 64 ? 1 : 8;
    enough_bytes_ = bytes >= limits_.bytes;
    return enough_bytes_;
  }
  BatchLimits const& limits() const { return limits_; }

  // Every row added so far is covered, and none that is added later: a sync that ends here resumes at `cursor`.
  void checkpoint(Cursor cursor) {
    checkpoint_ = std::move(cursor);
    for (auto& slot : slots_) slot.covered = slot.rows.length();
  }
  // This table and its children cannot go on in this scan; the other tables do.
  void table_error(std::string_view table, Error error) { slot(table).failed = std::move(error); }
  // The table changed while it was being read: from here on its rows have these columns. Before the first row that a
  // call of next() adds to it; return with what was added so far, and change it in the next call.
  void reshape(Table table) {
    auto& changed = slot(table.name());
    if (changed.rows.length() > 0) throw std::logic_error{"table " + table.name() + " has rows of its old shape"};
    auto const& before = changed.wanted;
    auto const whole = std::ranges::find(before.keep, false) == before.keep.end();
    std::vector<bool> keep;
    for (auto const& field : table.columns()) {
      auto const known = before.table.index_of(field.name);
      keep.push_back(known ? before.keep[*known] : whole);
    }
    changed.rows = Rows{table};
    changed.wanted.table = std::move(table);
    changed.wanted.keep = std::move(keep);
    changed.layout.reset();
  }
  // More work was found; durable with the next checkpoint. Its tables are among this split's; without a scope of its
  // own it has this split's.
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
    std::int64_t covered = 0;             // rows that the checkpoint covers
    std::optional<std::uint32_t> layout;  // once it is declared
    bool reported = false;                // its error went out
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
  // What full() saw when it last looked at the bytes.
  mutable std::uint64_t looked_at_ = 0;
  mutable std::uint64_t look_every_ = 0;
  mutable bool enough_bytes_ = false;
};

}  // namespace oar
