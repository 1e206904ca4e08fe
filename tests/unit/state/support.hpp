#pragma once
// A folder of the test's own, short cuts over Result, and children that can be killed.

#include <sys/types.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "state/state_file.hpp"

namespace oar::state::test {

class Folder {
 public:
  Folder();
  Folder(Folder const&) = delete;
  ~Folder();
  std::filesystem::path operator/(std::string const& name) const { return path_ / name; }
  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message());
  return *std::move(result);
}
inline void must(Result<void> result) {
  if (!result) FAIL(result.error().message());
}

template <class T>
Error failure_of(Result<T> const& result) {
  REQUIRE_FALSE(result);
  return result.error();
}

inline StateFile open(std::filesystem::path const& path, Access access = Access::read_write) {
  return must(StateFile::open(path, access));
}

// Name -> content of every file below a folder: equal snapshots mean that nothing changed.
std::map<std::string, std::string> contents(std::filesystem::path const& folder);

void write_file(std::filesystem::path const& path, std::string const& content);
void run_sql(std::filesystem::path const& path, std::string const& sql);  // by a connection of its own
std::int64_t query_number(std::filesystem::path const& path, std::string const& sql);

// Runs the body in a forked child, which reports a text and stays until it is killed.
class Child {
 public:
  explicit Child(std::function<std::string()> const& body);
  Child(Child const&) = delete;
  ~Child() { kill_now(); }
  std::string const& report() const { return report_; }
  pid_t pid() const { return pid_; }
  void kill_now();  // SIGKILL, and waits for its end

 private:
  pid_t pid_;
  std::string report_;
};

// How many of n forked processes, let go together, answer true.
int at_the_same_moment(int n, std::function<bool()> const& body);

inline Route const route{"here", "there"};

}  // namespace oar::state::test
