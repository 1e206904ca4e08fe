// Lays out a Grid.
#include "host/report/grid.hpp"

#include <algorithm>

#include "host/report/text.hpp"

namespace oar::report {
namespace {

constexpr std::string_view gap = "  ";

}  // namespace

std::vector<std::size_t> Grid::widths() const {
  std::vector<std::size_t> out;
  for (auto const& column : columns_) out.push_back(display_width(column.title));
  for (auto const& row : rows_)
    for (std::size_t i = 0; i < row.size() && i < out.size(); ++i)
      out[i] = std::max(out[i], display_width(row[i].text));
  return out;
}

std::string Grid::aligned(std::size_t column, std::string_view text, std::size_t width) const {
  if (columns_[column].align == Align::right) return pad_left(text, width);
  return column + 1 == columns_.size() ? std::string(text) : pad_right(text, width);
}

std::string Grid::text(std::string_view indent,
                       std::function<std::string(std::string_view)> const& paint_titles) const {
  auto const width = widths();
  std::string titles;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    titles.append(i == 0 ? "" : gap).append(aligned(i, columns_[i].title, width[i]));
  titles.erase(titles.find_last_not_of(' ') + 1);
  std::string out;
  out.append(indent).append(paint_titles ? paint_titles(titles) : titles).append("\n");
  for (auto const& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size() && i < columns_.size(); ++i) {
      auto const cell = aligned(i, row[i].text, width[i]);
      line.append(i == 0 ? "" : gap).append(row[i].paint ? row[i].paint(cell) : cell);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out.append(indent).append(line).append("\n");
  }
  return out;
}

}  // namespace oar::report
