#pragma once
// What is wrong in a configuration, and exactly where it is written.

#include <cstdint>
#include <string>
#include <vector>

namespace oar::config {

// A character in a file. Lines and columns count from 1, columns in characters; line 0 means the file as a whole.
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend bool operator==(Place const&, Place const&) = default;
  friend auto operator<=>(Place const&, Place const&) = default;
};

std::string to_string(Place const& place);

enum class Severity { error, warning };

struct Problem {
  Place place;
  std::string path;  // the field in its document, "spec/tables/0"; empty: the document as a whole
  std::string message;
  Severity severity = Severity::error;
};

// "oarlock.yaml:7:5: spec/tables: found nothing, expected a list of table names"
std::string to_string(Problem const& problem);

bool has_errors(std::vector<Problem> const& problems);

// By file, line and column; equal ones once.
void sort_by_place(std::vector<Problem>& problems);

}  // namespace oar::config
