#pragma once
// Builds a batch of one table: by rows for comfort, by columns for speed.

#include <oar/append.hpp>
#include <oar/table.hpp>

#include <deque>

namespace oar {

class Rows {
 public:
  explicit Rows(Table const& table) {
    for (auto const& field : table.columns()) columns_.emplace_back(field.type);
  }

  // One row, a value per column in order. A value that does not fit its column is an error of the plugin (Errc::data)
  // that next() reports; the row is not added.
  template <class First, class... Rest>
  requires(!Described<First> || sizeof...(Rest) > 0) void row(First const& first, Rest const&... rest) {
    std::size_t i = 0;
    auto const add = [&](auto const& value) {
      return i < columns_.size() && append_value(columns_[i], value) && (++i, true);
    };
    if ((add(first) && ... && add(rest)) && i == columns_.size()) {
      ++length_;
      return;
    }
    if (!fault_) fault_ = i < columns_.size() ? i : columns_.size() - 1;
  }

  // One row of a table that was made by Table::of<Row>(), or has its columns' types.
  template <Described Row>
  void row(Row const& row) {
    if (!is_row_of<Row>()) return;
    auto column = columns_.begin();
    boost::mp11::mp_for_each<members_of<Row>>([&](auto member) { append_exactly(*column++, row.*member.pointer); });
    ++length_;
  }

  // The fast path: append to each column, then say how many rows that made.
  Column& column(std::size_t i) { return columns_[i]; }
  void add_rows(std::int64_t count) { length_ += count; }

  std::int64_t length() const { return length_; }
  std::size_t bytes() const {
    std::size_t total = 0;
    for (auto const& column : columns_) total += column.bytes();
    return total;
  }
  // The first column that a row did not fit, if any.
  std::optional<std::size_t> fault() const { return fault_; }

  // The rows as one struct array; columns that are not kept are dropped. Empty again afterwards.
  OwnedArray finish(std::vector<bool> const* keep = nullptr) {
    auto node = std::make_unique<detail::ArrayNode>();
    node->buffers.push_back(nullptr);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      OwnedArray column{columns_[i].finish()};
      if (!keep || (*keep)[i]) node->children.push_back(column.take());
    }
    return OwnedArray{detail::make_array(std::move(node), std::exchange(length_, 0), 0)};
  }

 private:
  // Looked up once for each change of Row; the address of a variable stands for its type.
  template <class Row>
  bool is_row_of() {
    static char const identity = 0;
    if (row_type_ == &identity) [[likely]]
      return true;
    auto const members = fields_of<Row>();
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (i >= members.size() || !detail::same_storage(columns_[i].type(), members[i].type)) return misfit(i);
    if (members.size() > columns_.size()) return misfit(columns_.empty() ? 0 : columns_.size() - 1);
    row_type_ = &identity;
    return true;
  }
  bool misfit(std::size_t column) {
    if (!fault_) fault_ = column;
    return false;
  }

  std::deque<Column> columns_;
  void const* row_type_ = nullptr;
  std::int64_t length_ = 0;
  std::optional<std::size_t> fault_;
};

}  // namespace oar
