#include "host/sync/resume.hpp"

#include <algorithm>

namespace oar::sync {
namespace {

bool shares(Split const& split, std::set<TableScope> const& places) {
  return std::any_of(split.tables.begin(), split.tables.end(), [&](std::string const& table) {
    return places.contains({table, split.scope});
  });
}

void add(std::vector<std::string> const& tables, std::string const& scope, Anew& anew) {
  for (std::string const& table : tables) anew.places.emplace(table, scope);
}

// A source that divides a table otherwise than before plans none of the old ids, but new ones at their place. Of a sync
// that failed elsewhere the record of a complete split does not keep its tables.
std::vector<Split const*> instead_of(Envelope const& left, std::vector<Split> const& planned, Memory const& memory) {
  std::vector<Split const*> out;
  for (Split const& split : planned) {
    bool const same_place = split.scope == left.scope &&
                            (left.tables.empty() || std::ranges::any_of(split.tables, [&](std::string const& table) {
                               return std::ranges::find(left.tables, table) != left.tables.end();
                             }));
    if (split.read == Read::full && same_place && !memory.cursors.contains(split.id)) out.push_back(&split);
  }
  return out;
}

Split const* find(std::vector<Split> const& splits, std::string const& id) {
  auto const found = std::find_if(splits.begin(), splits.end(), [&](Split const& split) { return split.id == id; });
  return found == splits.end() ? nullptr : &*found;
}

// The record of a split whose work is done, as a split that takes part without being read.
Split finished_one(std::string const& id, Envelope const& envelope) {
  return {.id = id,
          .scope = envelope.scope,
          .descriptor = {},
          .start_cursor = {},
          .tables = envelope.tables,
          .read = Read::full,
          .found_by = envelope.found ? envelope.found->finder : std::string{},
          .finished = true};
}

}  // namespace

void close_over(std::vector<Split> const& splits, Anew& anew) {
  for (bool grew = true; grew;) {
    grew = false;
    for (Split const& split : splits) {
      if (split.read != Read::full || anew.splits.contains(split.id) || !shares(split, anew.places)) continue;
      anew.splits.insert(split.id);
      add(split.tables, split.scope, anew);
      grew = true;
    }
  }
}

Anew resume(std::vector<Split>& planned, Memory const& memory) {
  Anew anew;
  if (memory.is_complete()) {
    for (Split& split : planned) split.finished = split.read == Read::full;
    return anew;
  }
  std::vector<Split> finished;
  for (auto const& [id, open] : memory.cursors) {
    Envelope const& left = open.envelope;
    if (!memory.is_resumed(left)) continue;
    Split const* const again = find(planned, id);
    if (!again && left.phase == Phase::done) {
      auto const others = left.found ? std::vector<Split const*>{} : instead_of(left, planned, memory);
      for (Split const* other : others) add(other->tables, other->scope, anew);
      if (others.empty())
        finished.push_back(finished_one(id, left));
      else
        anew.splits.insert(id);
    }
    if (left.phase == Phase::done || (left.phase == Phase::reading && again)) continue;
    anew.splits.insert(id);
    bool const begun = left.phase != Phase::reading || !left.cursor.empty();  // a found split may wait to be read
    if (!begun) continue;
    add(left.tables, left.scope, anew);
    if (again) add(again->tables, again->scope, anew);
  }
  planned.insert(planned.end(), finished.begin(), finished.end());
  close_over(planned, anew);
  std::erase_if(planned, [&](Split const& split) { return split.finished && anew.splits.contains(split.id); });
  for (Split& split : planned) {
    auto const record = memory.cursors.find(split.id);
    if (split.read != Read::full || record == memory.cursors.end()) continue;
    Envelope const& left = record->second.envelope;
    if (!memory.is_resumed(left) || anew.splits.contains(split.id)) continue;
    split.finished = left.phase == Phase::done;
    split.start_cursor = left.cursor;
  }
  return anew;
}

}  // namespace oar::sync
