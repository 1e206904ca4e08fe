#include "plugins/postgresql/destination/json_names.hpp"

#include <oar/json_parts.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace oar::postgresql {
namespace {

// An object or array that is being read: where its names begin among all that are open.
struct Open {
  bool object = false;
  bool name_comes = false;
  std::size_t first_name = 0;
};

// Where the string that begins here ends, its quotation marks included.
std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at)
    if (json[at] == '\\') ++at;
  return std::min(at + 1, json.size());
}

// Two spellings of one name are equal.
std::string name_in(std::string_view quoted) {
  if (quoted.find('\\') != quoted.npos)
    if (auto plain = json_string(quoted)) return *std::move(plain);
  return std::string{quoted.substr(1, quoted.size() - 2)};
}

bool has_equals(std::vector<std::string>& names, std::size_t first) {
  auto const begin = names.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, names.end());
  auto const equal = std::adjacent_find(begin, names.end()) != names.end();
  names.erase(begin, names.end());
  return equal;
}

}  // namespace

bool repeats_a_name(std::string_view json) {
  std::vector<Open> open;
  std::vector<std::string> names;
  for (std::size_t at = 0; at < json.size(); ++at) {
    auto const c = json[at];
    if (c == '"') {
      auto const end = string_end(json, at);
      if (!open.empty() && open.back().name_comes && end - at >= 2) {
        names.push_back(name_in(json.substr(at, end - at)));
        open.back().name_comes = false;
      }
      at = end - 1;
    } else if (c == '{' || c == '[') {
      open.push_back({c == '{', c == '{', names.size()});
    } else if (c == ',' && !open.empty()) {
      open.back().name_comes = open.back().object;
    } else if ((c == '}' || c == ']') && !open.empty()) {
      if (has_equals(names, open.back().first_name)) return true;
      open.pop_back();
    }
  }
  return false;
}

}  // namespace oar::postgresql
