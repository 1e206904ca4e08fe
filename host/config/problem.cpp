#include "host/config/problem.hpp"

#include <algorithm>
#include <tuple>

namespace oar::config {

std::string to_string(Place const& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string to_string(Problem const& problem) {
  auto text = to_string(problem.place);
  if (!text.empty()) text += ": ";
  if (!problem.path.empty()) text += problem.path + ": ";
  return text + problem.message;
}

bool has_errors(std::vector<Problem> const& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](Problem const& problem) { return problem.severity == Severity::error; });
}

void sort_by_place(std::vector<Problem>& problems) {
  auto const key = [](Problem const& problem) { return std::tie(problem.place, problem.path, problem.message); };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](Problem const& a, Problem const& b) { return key(a) < key(b); });
  auto const end = std::unique(problems.begin(), problems.end(),
                               [&](Problem const& a, Problem const& b) { return key(a) == key(b); });
  problems.erase(end, problems.end());
}

}  // namespace oar::config
