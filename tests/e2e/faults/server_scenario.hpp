#pragma once
// The scenario with a PostgreSQL server as its destination: each attempt begins with a copy of the settled database.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "process.hpp"
#include "tests/support/postgres/cluster.hpp"

namespace oar::e2e {

class ServerScenario {
 public:
  // Makes a database whose first sync has gone through.
  explicit ServerScenario(test::Cluster& cluster);

  // The folder and the database of one attempt.
  struct Attempt {
    std::unique_ptr<Folder> folder;
    std::string database;
  };
  Attempt begin();
  // From now on the attempt reaches the server's socket in that folder.
  void go_through(Attempt const& attempt, std::filesystem::path const& socket_folder) const;

  Launch second_sync(Attempt const& attempt, std::map<std::string, std::string> environment = {},
                     bool resume = false) const;
  // Runs it again, straight to the server, until it succeeds; fails the test when that takes more than a few runs.
  void repair(Attempt const& attempt, bool resume = false) const;
  // Every row there once, none too many, children with their parents; how many rows were compared. Drops the database.
  std::int64_t check(Attempt const& attempt) const;

 private:
  test::Cluster& cluster_;
  std::string settled_database_;
  Folder settled_;
  int attempts_ = 0;
};

}  // namespace oar::e2e
