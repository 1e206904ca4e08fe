#pragma once
// A plugin's settings as people read them, from the JSON Schema that it publishes.

#include <string>
#include <string_view>

#include "host/report/style.hpp"

namespace oar::cli {

// One setting after the other with type, default and description; nested ones indented below theirs. A schema that is
// not understood is shown as it is.
std::string schema_text(std::string_view schema, report::Style const& style);

}  // namespace oar::cli
