#pragma once
// A parsed value that remembers where each of its parts was written.

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>

#include "host/config/problem.hpp"

namespace oar::config {

namespace json = boost::json;

// Where one part of a value stands.
struct Spot {
  Place key;    // of its member name; of the value itself where there is no name
  Place value;  // of an empty value: its key's
  // Came out of ${...}: it may be a secret, so no message prints it.
  bool substituted = false;
  bool failed = false;  // its ${...} could not be replaced, which is reported already
};

struct Located {
  json::value value;
  std::string path;                   // of this value in its document: "spec/spec"; empty at the top
  std::map<std::string, Spot> spots;  // by JSON pointer from this value: "" is itself, "/tables/0" a part

  // The spot of a part, or of the nearest part around it that is known.
  Spot const& spot(std::string_view pointer) const;
  // How messages name a part: "spec/spec/tables/0".
  std::string path_of(std::string_view pointer) const;
  // A copy of a part with its places. It must exist.
  Located part(std::string_view pointer) const;
};

// "/spec" + "a/b" -> "/spec/a~1b"
std::string child_pointer(std::string_view pointer, std::string_view name);
std::string child_pointer(std::string_view pointer, std::size_t index);
std::string parent_pointer(std::string_view pointer);

Problem problem_at(Located const& in, std::string_view pointer, std::string message,
                   Severity severity = Severity::error);

}  // namespace oar::config
