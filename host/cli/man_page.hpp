#pragma once
// The manual page, from the texts that --help shows. Pure.

#include <string>

#include "host/cli/grammar.hpp"

namespace oar::cli {

// roff with the man macros (man(7)).
std::string man_page(CommandWords const& root);

}  // namespace oar::cli
