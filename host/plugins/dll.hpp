#pragma once
// The only door to Boost.DLL, so that its headers and its traps stay in one file.

#include <filesystem>
#include <string>

#include "oar/result.hpp"

namespace oar::plugins::dll {

std::string suffix();

// The real path of the running program; empty when the system does not tell.
std::filesystem::path executable();

// A mapped library. Nothing ever unmaps it: batches that it made may be released at any later moment.
class Mapped {
 public:
  // The error is the system loader's own text.
  static Result<Mapped> map(std::filesystem::path const& absolute);

  // The address of an exported function, NULL = there is none of that name.
  void* function(char const* symbol) const;

 private:
  explicit Mapped(void* library) : library_{library} {}
  void* library_;  // a boost::dll::shared_library that lives for ever
};

}  // namespace oar::plugins::dll
