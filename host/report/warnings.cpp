// Groups by the shape of a message: its text without numbers, quoted parts and paths.
#include "host/report/warnings.hpp"

#include <cctype>
#include <map>

#include "host/report/text.hpp"

namespace oar::report {
namespace {

bool is_digit(char character) { return std::isdigit(static_cast<unsigned char>(character)) != 0; }
bool ends_path(char character) { return std::string_view(" :,;'\")").find(character) != std::string_view::npos; }

std::string shape_of(std::string_view message) {
  std::string shape;
  for (std::size_t i = 0; i < message.size();) {
    char const character = message[i];
    if (is_digit(character)) {
      while (i < message.size() && is_digit(message[i])) ++i;
      shape += '#';
    } else if (character == '/') {
      while (i < message.size() && !ends_path(message[i])) ++i;
      shape += '/';
    } else if (character == '"' && message.find('"', i + 1) != std::string_view::npos) {
      i = message.find('"', i + 1) + 1;
      shape += '"';
    } else {
      shape += character;
      ++i;
    }
  }
  return shape;
}

std::string where_of(sync::Warning const& warning) {
  std::string out = warning.source;
  if (!warning.destination.empty()) out.append(out.empty() ? "" : " -> ").append(warning.destination);
  if (!warning.table.empty()) out.append(out.empty() ? "" : ": ").append(warning.table);
  return one_line(out);
}

}  // namespace

std::vector<WarningGroup> group_warnings(std::vector<sync::Warning> const& warnings) {
  std::vector<WarningGroup> groups;
  std::map<std::pair<std::string, std::string>, std::size_t> index;
  for (auto const& warning : warnings) {
    auto const where = where_of(warning);
    auto const [at, is_new] = index.try_emplace({where, shape_of(warning.message)}, groups.size());
    if (is_new) groups.push_back({where, one_line(warning.message), 0});
    ++groups[at->second].count;
  }
  return groups;
}

std::string to_string(WarningGroup const& group) {
  auto out = group.where.empty() ? group.first_message : group.where + ": " + group.first_message;
  if (group.count > 1) out += ", and " + with_commas(group.count - 1) + " more like it";
  return out;
}

}  // namespace oar::report
