#pragma once
// valijson behind one function: is a value valid for a schema, and where is it not.

#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "oar/result.hpp"

namespace oar::config {

namespace json = boost::json;

struct Violation {
  std::string pointer;  // of the value at fault
  std::string reason;   // in valijson's words; holds no value
};

struct Verdict {
  bool valid = false;
  std::vector<Violation> violations;  // may be empty even if invalid
};

// The schema is sound (parse_schema). An error is valijson's about the schema.
Result<Verdict> validate(json::value const& schema, json::value const& value);

}  // namespace oar::config
