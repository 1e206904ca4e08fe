#pragma once
// A table of text, aligned in columns, for a terminal or a file.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace oar::report {

enum class Align { left, right };

class Grid {
 public:
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  // Painted after it was aligned, so that colour does not shift a column.
  struct Cell {
    Cell(std::string value) : text{std::move(value)} {}
    Cell(char const* value) : text{value} {}
    Cell(std::string value, std::function<std::string(std::string_view)> how)
        : text{std::move(value)}, paint{std::move(how)} {}

    std::string text;
    std::function<std::string(std::string_view)> paint{};
  };

  explicit Grid(std::vector<Column> columns) : columns_{std::move(columns)} {}

  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  // Each line begins with `indent` and ends with a line break; nothing trails.
  std::string text(std::string_view indent, std::function<std::string(std::string_view)> const& paint_titles) const;

 private:
  std::vector<std::size_t> widths() const;
  std::string aligned(std::size_t column, std::string_view text, std::size_t width) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace oar::report
