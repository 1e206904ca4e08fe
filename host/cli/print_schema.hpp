#pragma once
// `oarlock validate --print-schema`.

#include "host/cli/console.hpp"

namespace oar::cli {

int print_schema(Options const& options, Console& console);

}  // namespace oar::cli
