#pragma once
// The name that tells one machine's rows from another's.

#include "files.hpp"

#include <oar/result.hpp>

#include <optional>
#include <string>

namespace machine {

// The setting, else the machine id under the root, else the host name there. Errc::config when there is none of them:
// an image often has no id, and rows without a name would meet those of other machines.
oar::Result<std::string> host_name(Files const& files, std::optional<std::string> const& setting);

}  // namespace machine
