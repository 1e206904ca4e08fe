// How a source divides the reading of its tables.

#include "../source.hpp"
#include "rules.hpp"

#include <set>

namespace conformance {
namespace {

void check_splits(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  auto const wishes = all_of(offers);
  Plan const plan{instance, wishes};
  std::set<std::string> ids, planned;
  for (auto const& piece : plan.pieces) {
    expect(!piece.id.empty() && piece.id.size() <= 255, "a split id of ", piece.id.size(), " bytes: ", piece.id);
    expect(ids.insert(piece.id).second, "two splits have the id ", piece.id);
    expect(!piece.tables.empty(), "split ", piece.id, " has no table");
    planned.insert(piece.tables.begin(), piece.tables.end());
  }
  for (auto const& wish : wishes) expect(planned.erase(wish.table) > 0, "no split reads table ", wish.table);
  expect(planned.empty(), "a split reads table ", planned.empty() ? "" : *planned.begin(), ", which nobody selected");
}

std::vector<std::string> ids_of(Plan const& plan) {
  std::vector<std::string> ids;
  for (auto const& piece : plan.pieces) ids.push_back(piece.id + " of " + piece.scope);
  return ids;
}

void check_stable(Run const& run) {
  Instance instance{run}, other{run};
  auto const wishes = all_of(discover(instance));
  auto const first = ids_of(Plan{instance, wishes});
  expect(first == ids_of(Plan{instance, wishes}), "a second plan has other split ids or scopes");
  expect(first == ids_of(Plan{other, wishes}), "another instance's plan has other split ids or scopes");
}

void check_family(Run const& run) {
  Instance instance{run};
  auto const offers = discover(instance);
  Plan const plan{instance, all_of(offers)};
  for (auto const& piece : plan.pieces) {
    std::set<std::string> const together{piece.tables.begin(), piece.tables.end()};
    for (auto const& offer : offers)
      if (together.contains(offer.table.parent()))
        expect(together.contains(offer.table.name()), "split ", piece.id, " reads table ", offer.table.parent(),
               " without its child ", offer.table.name());
  }
}

}  // namespace

Rules plan_rules() {
  return {
      {"source.plan", "A plan reads each selected table and no other; split ids are short and unique", check_splits},
      {"source.plan.stable", "Split ids and scopes are the same each time", check_stable},
      {"source.plan.families", "Parents and their children share a split", check_family},
  };
}

}  // namespace conformance
