#pragma once
// Stages of a sync go over several ends at the same time.

#include <thread>
#include <vector>

namespace oar::sync {

// Calls the function for every item, each on a thread of its own, and waits for all.
template <class Items, class Function>
void side_by_side(Items& items, Function const& function) {
  std::vector<std::jthread> threads;
  for (auto& item : items) threads.emplace_back([&function, &item] { function(item); });
}

}  // namespace oar::sync
