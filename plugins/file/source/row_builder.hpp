#pragma once
// From texts to columns, many rows at a time and a column after another: rows that do not fit are left out and named.

#include "plugins/file/source/column_plan.hpp"

#include <oar/rows.hpp>

#include <bit>
#include <span>
#include <string>
#include <vector>

namespace oar::file {

// A row that was left out.
struct Misfit {
  std::size_t row = 0;
  std::string reason;
};

// Reads fixed-width values; int64, float64, dates, moments and booleans travel as 64 bits, decimals as twice as many.
class FixedColumn {
 public:
  explicit FixedColumn(ColumnPlan const& plan) : plan_{plan} {}

  void start(std::size_t rows) {
    words_.resize(rows * words_each());
    null_.assign(rows, 0);
    nulls_ = 0;
  }
  void null(std::size_t row) {
    null_[row] = 1;
    ++nulls_;
  }
  // False when the text is none of the column's values.
  bool read(std::size_t row, std::string_view text);
  void append(std::span<std::uint8_t const> left_out, bool any_left_out, Column& to) const;

 private:
  std::size_t words_each() const { return plan_.field.type.kind == Kind::decimal128 ? 2 : 1; }
  void append_one(std::size_t row, Column& to) const;

  ColumnPlan const& plan_;
  std::vector<std::int64_t> words_;
  std::vector<std::uint8_t> null_;
  std::size_t nulls_ = 0;
};

// False when it is none of the type's: text that is checked, and stored as text or bytes.
bool is_stored_text(Type const& type, std::string_view text);
void append_stored_text(Type const& type, std::string_view text, Column& to);

// "column price: \"abc\" is no float64".
std::string misfit_of(ColumnPlan const& plan, std::string_view text);

class RowBuilder {
 public:
  // The plans outlive this.
  explicit RowBuilder(std::vector<ColumnPlan> const& plans) : plans_{plans} {
    for (auto const& plan : plans_) fixed_.emplace_back(plan);
  }

  // Cells has: bool has(column), bool null(row, column), std::string_view text(row, column), all of them UTF-8 or
  // `utf8()` is false.
  template <class Cells>
  void add(Cells& cells, std::size_t rows, Rows& out, std::vector<Misfit>& misfits) {
    left_out_.assign(rows, 0);
    misfits_ = &misfits;
    auto const before = misfits.size();
    for (std::size_t c = 0; c < plans_.size(); ++c) read_column(cells, rows, c);
    auto const lost = misfits.size() - before;
    for (std::size_t c = 0; c < plans_.size(); ++c) append_column(cells, rows, c, lost > 0, out.column(c));
    out.add_rows(static_cast<std::int64_t>(rows - lost));
  }

 private:
  static bool is_fixed(ColumnPlan const& plan) { return plan.storage == Storage::fixed; }

  template <class Cells>
  void read_column(Cells& cells, std::size_t rows, std::size_t c) {
    auto const& plan = plans_[c];
    if (is_fixed(plan)) fixed_[c].start(rows);
    // Text that is known to be UTF-8 fits always.
    if (plan.storage == Storage::text && cells.utf8() && plan.field.nullable) return;
    for (std::size_t row = 0; row < rows; ++row) {
      if (!cells.has(c) || cells.null(row, c)) {
        read_null(row, c);
        continue;
      }
      auto const text = cells.text(row, c);
      if (is_fixed(plan) && text.empty())
        read_null(row, c);
      else if (is_fixed(plan) ? !fixed_[c].read(row, text) : !is_stored_text(plan.field.type, text))
        leave_out(row, misfit_of(plan, text));
    }
  }

  void read_null(std::size_t row, std::size_t c) {
    if (!plans_[c].field.nullable)
      leave_out(row, "column " + plans_[c].field.name + ": is empty, but part of the primary key");
    if (is_fixed(plans_[c])) fixed_[c].null(row);
  }

  void leave_out(std::size_t row, std::string reason) {
    if (left_out_[row] != 0) return;
    left_out_[row] = 1;
    misfits_->push_back({row, std::move(reason)});
  }

  template <class Cells>
  void append_column(Cells& cells, std::size_t rows, std::size_t c, bool any_left_out, Column& to) {
    auto const& plan = plans_[c];
    if (is_fixed(plan)) return fixed_[c].append(left_out_, any_left_out, to);
    auto const there = cells.has(c);
    for (std::size_t row = 0; row < rows; ++row) {
      if (left_out_[row] != 0) continue;
      if (!there || cells.null(row, c))
        to.append_null();
      else if (plan.storage == Storage::text)
        to.append_bytes(cells.text(row, c));
      else
        append_stored_text(plan.field.type, cells.text(row, c), to);
    }
  }

  std::vector<ColumnPlan> const& plans_;
  std::vector<FixedColumn> fixed_;
  std::vector<std::uint8_t> left_out_;
  std::vector<Misfit>* misfits_ = nullptr;
};

}  // namespace oar::file
