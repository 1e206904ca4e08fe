#pragma once
// The fields of a source, a destination and a table option, and the reading of one document into the model.

#include <string>
#include <vector>

#include "host/config/fields.hpp"
#include "host/config/located.hpp"
#include "host/config/model.hpp"
#include "host/config/problem.hpp"

namespace oar::config {

// Adds what the document says to the config. False when it is not known what it was meant to be, or it has no name:
// then nothing can be said about what the config lacks.
bool read_document(Located document, Config& config, std::vector<Problem>& problems);

TableOption read_table_option(FieldReader& reader, std::string const& pointer, json::value const& from);

}  // namespace oar::config
