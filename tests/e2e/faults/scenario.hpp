#pragma once
// One sync that uses every way of reading and writing at once, begun from a settled database, and the oracle that says
// what the destinations must hold when it is through.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "process.hpp"

namespace oar::e2e {

// Seeds every choice; OAR_SEED overrides it and failing tests print it.
unsigned fault_seed();
// How many random moments are tried; OAR_FAULT_KILLS overrides it.
int fault_kills();

// How many rows its tables have.
struct Size {
  int log, list, history;
};
inline constexpr Size first_size{150, 90, 40};
inline constexpr Size second_size{400, 70, 60};

// Its source: an incremental log and a full history, both appended, and a list with children, merged.
std::string fault_source(std::string const& destinations, Size size);

class Scenario {
 public:
  // Makes a folder whose first sync has gone through.
  explicit Scenario(int destinations);

  // A copy of it in which the second sync is going to run: the incremental log has grown, the lists have shrunk.
  std::unique_ptr<Folder> begin() const;
  // With more in its environment.
  Launch second_sync(Folder const& folder, std::map<std::string, std::string> environment = {},
                     bool resume = false) const;
  // Runs it again until it succeeds; fails the test when that takes more than a few runs.
  void repair(Folder const& folder, bool resume = false) const;
  // Every row there once, none too many, children with their parents; how many rows were compared.
  std::int64_t check(Folder const& folder) const;

 private:
  std::string config(bool second) const;

  int destinations_;
  Folder settled_;
};

}  // namespace oar::e2e
