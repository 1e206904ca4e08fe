#include "host/sync/uncovered.hpp"

#include <algorithm>

#include "host/words/quoted.hpp"

namespace oar::sync {
namespace {

bool is_appended(RoutePlan const& route, std::string const& table) {
  return std::any_of(route.tables.begin(), route.tables.end(),
                     [&](TableWrite const& each) { return each.table == table && each.append; });
}

}  // namespace

Uncovered uncovered_tables(std::vector<Split> const& splits, Memory const& memory) {
  Uncovered uncovered;
  for (Split const& split : splits) {
    auto const known = memory.cursors.find(split.id);
    if (split.read != Read::incremental || split.start_cursor.empty() || known == memory.cursors.end()) continue;
    Envelope const& saved = known->second.envelope;
    if (saved.found || saved.tables.empty()) continue;  // a found split's tables are the record's
    for (std::string const& table : split.tables) {
      if (std::find(saved.tables.begin(), saved.tables.end(), table) == saved.tables.end())
        uncovered[split.id].insert(table);
    }
  }
  return uncovered;
}

Memory without(Memory const& memory, Uncovered const& again) {
  Memory rest = memory;
  std::erase_if(rest.cursors, [&](auto const& each) {
    auto const& found = each.second.envelope.found;
    return again.contains(each.first) || (found && again.contains(found->finder));
  });
  return rest;
}

std::optional<std::string> doubled_by(Uncovered const& again, std::vector<Split> const& splits,
                                      RoutePlan const& route) {
  for (Split const& split : splits) {
    auto const added = again.find(split.id);
    if (added == again.end()) continue;
    for (std::string const& table : split.tables) {
      if (added->second.contains(table) || !is_appended(route, table)) continue;
      return "split '" + split.id + "' was read without table " + words::quoted(added->second) +
             " so far; reading it again from the beginning would double the rows of '" + table +
             "', which are appended. Leave " + words::quoted(added->second) +
             " out with skip_tables, or write `write_mode: overwrite` for '" + table +
             "', or rename its table at the destination and run `oarlock state reset`";
    }
  }
  return std::nullopt;
}

std::string told(std::string const& split, std::set<std::string> const& tables) {
  return "split '" + split + "' is read again from the beginning, since its saved cursor was made without table " +
         words::quoted(tables);
}

}  // namespace oar::sync
