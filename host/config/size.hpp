#pragma once
// Sizes as people write them: "512MiB", "64 KB", "1048576".

#include <cstdint>
#include <string_view>

#include "oar/result.hpp"

namespace oar::config {

// Bytes. A whole number, then nothing, B, KB, MB, GB (thousands), KiB, MiB or GiB (1024s); case does not matter.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace oar::config
