#include "host/words/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace oar::words {
namespace {

constexpr std::size_t longest_compared = 64;
constexpr std::size_t most_named = 3;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

// Slips from one text to the other, where swapping two neighbours is one (optimal string alignment).
std::size_t distance(std::string const& a, std::string const& b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

}  // namespace

std::vector<std::string> nearest(std::string_view typo, std::vector<std::string> const& known) {
  if (typo.size() > longest_compared) return {};
  auto const wanted = lower(typo);
  auto const at_most = std::max<std::size_t>(2, typo.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> close;
  for (auto const& each : known) {
    if (each.size() > longest_compared) continue;
    auto const slips = distance(wanted, lower(each));
    auto const named = [&](auto const& other) { return other.second == each; };
    if (slips <= at_most && slips < each.size() && std::none_of(close.begin(), close.end(), named))
      close.emplace_back(slips, each);
  }
  std::stable_sort(close.begin(), close.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most_named, close.size()); ++i) names.push_back(std::move(close[i].second));
  return names;
}

}  // namespace oar::words
