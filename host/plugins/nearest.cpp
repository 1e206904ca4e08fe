#include "host/plugins/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace oar::plugins {

namespace {

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t const replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> nearest(std::string_view name, std::vector<std::string> const& known) {
  std::vector<std::pair<std::size_t, std::string>> close;
  for (auto const& each : known) {
    std::size_t const slips = distance(name, each);
    if (slips <= std::max<std::size_t>(2, each.size() / 3) && slips < each.size()) close.emplace_back(slips, each);
  }
  std::sort(close.begin(), close.end());
  close.erase(std::unique(close.begin(), close.end()), close.end());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, close.size()); ++i) names.push_back(close[i].second);
  return names;
}

}  // namespace oar::plugins
