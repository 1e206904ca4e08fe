#pragma once
// To base64 with padding (RFC 4648, section 4); oar::base64_bytes() reads it back.

#include <string>
#include <string_view>

namespace oar::sync {

std::string to_base64(std::string_view bytes);
}  // namespace oar::sync
