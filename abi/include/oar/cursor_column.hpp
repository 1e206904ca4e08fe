#pragma once
// Reading a table by one of its columns, sync after sync, so that no row is lost and none comes twice.
//
// max() of a column, read with > the next time, loses the rows that tie with it, and those that were written a little
// late. So a reading begins at the last value itself, or an overlap below it, and leaves out the rows that an earlier
// one brought; it knows them by their fingerprints.

#include <oar/cursor.hpp>
#include <oar/fingerprint.hpp>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oar {

// A value as the source itself writes it, every digit, blank and zone of it: what is parsed into a number or a time
// and spelled again may be another one.
struct ColumnValue {
  std::string text;
  std::string kind = {};  // what else it takes to hand it back, such as a storage class

  friend bool operator==(ColumnValue const&, ColumnValue const&) = default;
};

// from <= value < until; nothing = without that end.
struct ValueRange {
  std::optional<ColumnValue> from = {};
  std::optional<ColumnValue> until = {};
};

// What texts do not tell of their values: "10" is above "9".
struct ValueOrder {
  std::function<bool(ColumnValue const&, ColumnValue const&)> less;
  // The value that is `lookback` below this one: rows from there on are read again, for those that were written late.
  // None = the value itself.
  std::function<ColumnValue(ColumnValue const&)> lookback = {};
};

namespace detail {

struct SavedColumn {
  std::string column, kind, value;
  bool hex = false;  // the value is: it holds more than plain characters
  std::string known;
};
BOOST_DESCRIBE_STRUCT(SavedColumn, (), (column, kind, value, hex, known))

}  // namespace detail

// One reading. What it has not met it never forgets: an empty reading gives the cursor that it began from.
class CursorColumn {
 public:
  // Beyond so many, rows within the overlap are not remembered, and the next reading brings all of them again.
  static constexpr std::size_t most_known = 20'000;

  // Errc::cursor_expired for a cursor of another column, or that something else wrote.
  static Result<CursorColumn> open(Cursor const& saved, std::string column, ValueOrder order) {
    CursorColumn self{std::move(column), std::move(order)};
    if (saved.empty()) return self;
    auto const position = OAR_TRY(saved.value_or(detail::SavedColumn{}));
    if (position.column != self.column_)
      return Error::of(Errc::cursor_expired, "the saved cursor is of column ", position.column, ", not of ",
                       self.column_);
    self.known_ = OAR_TRY(KnownRows::parse(position.known));
    self.saved_ = ColumnValue{position.hex ? unhex(position.value) : position.value, position.kind};
    self.last_ = self.saved_;
    self.range_.from = self.floor_of(*self.saved_);
    self.floor_ = self.range_.from;
    return self;
  }

  // What is to be read.
  ValueRange const& range() const { return range_; }
  // Leaves what is at this value or above for the next reading. For a source that goes on changing while it is read:
  // the moment at which the reading began, by the source's own clock.
  void read_until(ColumnValue value) { range_.until = std::move(value); }

  // False for a row that an earlier reading brought, or that is outside of the range. Ask once about every row. `row`
  // is made of the values of its key; of all values where there is no key, or where a row changes without moving up.
  bool passes(ColumnValue value, Fingerprint row) {
    if (range_.until && !order_.less(value, *range_.until)) return false;
    if (range_.from && order_.less(value, *range_.from)) return false;
    row.add(value.kind).add(value.text);  // a row that moved up is another one
    auto const is_known = known_.take(row);
    if (!last_ || order_.less(*last_, value)) move_to(value);
    if (!order_.less(value, *floor_)) remember(std::move(value), row);
    return !is_known;
  }

  // After the rows that passes() saw: at any time when they come in the column's order, else only after all of them.
  // Nothing, when no reading ever met a row.
  std::optional<Cursor> cursor() const {
    if (!last_) return std::nullopt;
    auto const plain = std::all_of(last_->text.begin(), last_->text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    detail::SavedColumn out{column_, last_->kind, plain ? last_->text : hex(last_->text), !plain, {}};
    if (forgets()) return Cursor{out};
    KnownRows next;
    for (auto const& [value, rows] : met_)
      for (auto const& row : rows) next.add(row);
    if (last_ == saved_) next.add(known_);  // they may only be out of sight
    out.known = next.text();
    return Cursor{out};
  }
  // More rows than are remembered lie within the overlap: worth a warning.
  bool forgets() const { return overflow_ && !order_.less(*overflow_, *floor_); }

 private:
  using Less = std::function<bool(ColumnValue const&, ColumnValue const&)>;

  CursorColumn(std::string column, ValueOrder order)
      : column_{std::move(column)}, order_{std::move(order)}, met_{order_.less} {}

  ColumnValue floor_of(ColumnValue const& value) const { return order_.lookback ? order_.lookback(value) : value; }

  void move_to(ColumnValue const& value) {
    last_ = value;
    floor_ = floor_of(value);
    while (!met_.empty() && order_.less(met_.begin()->first, *floor_)) {
      met_rows_ -= met_.begin()->second.size();
      met_.erase(met_.begin());
    }
  }

  void remember(ColumnValue value, Fingerprint const& row) {
    if (met_rows_ < most_known) {
      met_[std::move(value)].push_back(row);
      ++met_rows_;
    } else if (!overflow_ || order_.less(*overflow_, value)) {
      overflow_ = std::move(value);
    }
  }

  static std::string hex(std::string const& bytes) {
    std::string out;
    for (char const c : bytes) {
      out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return out;
  }
  static std::string unhex(std::string_view text) {
    std::string out;
    for (; text.size() >= 2; text.remove_prefix(2)) {
      unsigned byte = 0;
      std::from_chars(text.data(), text.data() + 2, byte, 16);
      out += static_cast<char>(byte);
    }
    return out;
  }

  std::string column_;
  ValueOrder order_;
  ValueRange range_;
  std::optional<ColumnValue> saved_;                           // where the last reading ended
  KnownRows known_;                                            // what it met there and this one has not come across
  std::optional<ColumnValue> last_;                            // the greatest value so far
  std::optional<ColumnValue> floor_;                           // where the next reading would begin
  std::map<ColumnValue, std::vector<Fingerprint>, Less> met_;  // from there on
  std::size_t met_rows_ = 0;
  std::optional<ColumnValue> overflow_;  // the greatest value with a row that was not remembered
};

}  // namespace oar
