#pragma once
// The text of a configuration file as located documents, from YAML or JSON.

#include <vector>

#include "host/config/located.hpp"
#include "host/config/problem.hpp"
#include "host/config/substitute.hpp"
#include "host/config/text.hpp"

namespace oar::config {

// One document per `---`; empty ones are left out. After a syntax error the documents before it are still given.
std::vector<Located> parse_yaml(Text const& text, Substitution& substitution, std::vector<Problem>& problems);

// One document, or a list of them.
std::vector<Located> parse_json(Text const& text, Substitution& substitution, std::vector<Problem>& problems);

}  // namespace oar::config
